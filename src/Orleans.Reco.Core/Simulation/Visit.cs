namespace Orleans.Reco.Core;

/// <summary>One session of one shopper, told as a chain of intents: browse, compare, complete, check out.</summary>
internal sealed class Visit(Shop shop, Shopper shopper, ShopperMemory memory, Sampler sampler, double progress)
{
    private const double Leave = 0.17;
    private const double OtherLine = 0.16;
    private const double FollowsNeighbour = 0.5;
    private const double FollowsComplement = 0.7;
    private readonly List<VisitStep> _steps = [];
    private readonly List<int> _cart = [];
    private DateTimeOffset _now;

    /// <summary>Plays the session.</summary>
    /// <returns>What happened, in order of time.</returns>
    public List<VisitStep> Play(DateTimeOffset start)
    {
        _now = start;
        RateLastPurchase();
        var (line, product) = Need() ?? Browse();
        for (var step = 0; step < 40; step++)
        {
            var bought = Consider(product);
            if (bought && sampler.Chance(0.45) && Complement(product) is { } complement)
            {
                (line, product) = complement;
            }
            else if (sampler.Chance(Leave))
            {
                break;
            }
            else if (sampler.Chance(OtherLine))
            {
                (line, product) = Browse();
            }
            else
            {
                product = sampler.Chance(FollowsNeighbour) ? sampler.One(shop.Compared[product]) : Choose(line);
            }
        }

        CheckOut();
        return _steps;
    }

    private bool Consider(int product)
    {
        var item = shop.Products[product];
        if (!item.Item.InStock || item.Item.PublishedAt > _now || memory.Owns(product))
        {
            return false;
        }

        var affinity = Taste.Affinity(shopper, item, progress);
        Record(product, InteractionType.View, Math.Round(5 + sampler.Exponential(25 + (10 * Math.Max(0, affinity))), 1));
        if (!sampler.Chance(Taste.Click(affinity)))
        {
            return false;
        }

        Record(product, InteractionType.Click);
        if (!sampler.Chance(Taste.Cart(affinity)) || _cart.Contains(product))
        {
            return false;
        }

        Record(product, InteractionType.Cart);
        _cart.Add(product);
        return true;
    }

    private void CheckOut()
    {
        foreach (var product in _cart)
        {
            var item = shop.Products[product];
            if (sampler.Chance(Taste.Purchase(Taste.Affinity(shopper, item, progress))))
            {
                Record(product, InteractionType.Purchase, (double)item.Item.Price!.Value);
                memory.Bought(product, Departments.Lines[item.Line].Consumable, _now, sampler);
            }
        }
    }

    private void RateLastPurchase()
    {
        if (memory.TakeUnrated() is { } product && sampler.Chance(0.3))
        {
            var affinity = Taste.Affinity(shopper, shop.Products[product], progress);
            Record(product, InteractionType.Rating, Math.Clamp(Math.Round(3.8 + affinity + (0.7 * sampler.Normal())), 1, 5));
        }
    }

    /// <summary>What is used up is bought again; what was bought wants its complement.</summary>
    private (int Line, int Product)? Need()
    {
        if (memory.TakeUsedUp(_now) is { } usedUp)
        {
            return (shop.Products[usedUp].Line, usedUp);
        }

        return memory.LastPurchase is { } last && sampler.Chance(0.55) ? Complement(last) : null;
    }

    private (int Line, int Product)? Complement(int product)
    {
        var complements = Departments.Complements[shop.Products[product].Line];
        var which = sampler.Chance(0.65) ? 0 : sampler.Below(complements.Length);
        var line = complements[which];
        return (line, sampler.Chance(FollowsComplement) ? sampler.One(shop.Completing(product, which)) : Choose(line));
    }

    private (int Line, int Product) Browse()
    {
        Span<double> weights = stackalloc double[Departments.Lines.Length];
        for (var line = 0; line < weights.Length; line++)
        {
            weights[line] = shopper.Interest(line, progress) * Season(Departments.DepartmentOf[line]);
        }

        var wanted = sampler.Pick(weights);
        return (wanted, Choose(wanted));
    }

    private int Choose(int line)
    {
        var products = shop.Lines[line];
        var weights = new double[products.Length];
        for (var i = 0; i < weights.Length; i++)
        {
            var product = shop.Products[products[i]];
            weights[i] = product.Item.PublishedAt > _now
                ? 0
                : product.Fame * Math.Exp(0.9 * Taste.Affinity(shopper, product, progress)) + 1e-12;
        }

        return products[sampler.Pick(weights)];
    }

    /// <summary>Each department has its own slow wave over the history.</summary>
    private double Season(int department) => 1 + (0.35 * Math.Sin((2 * Math.PI * progress) + department));

    private void Record(int product, InteractionType type, double? value = null)
    {
        _steps.Add(new VisitStep(_now, product, type, value));
        _now += TimeSpan.FromSeconds(Math.Ceiling(3 + sampler.Exponential(22)));
    }
}
