using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Orleans.Reco.Core;

/// <summary>
/// A shop that never was: products, shoppers with latent tastes, and what they did. Gives a first run something to click and
/// to train on, and tests a truth to compare with. Everything follows from the options.
/// </summary>
/// <remarks>
/// Shoppers are mixtures of personas (so neighbours tell of each other), products sell along Zipf's law, sessions are Markov chains
/// of intents in which certain products follow each other (so the order of events carries information), weekends are busier,
/// tastes of some shoppers drift, consumables are bought again.
/// </remarks>
public sealed class ShopSimulator
{
    private readonly ShopSimulatorOptions _options;
    private readonly Shop _shop;
    private readonly Shopper[] _shoppers;
    private readonly Lazy<Dictionary<string, int>> _products;
    private readonly Lazy<Dictionary<string, int>> _users;

    /// <summary>Makes the catalog and the shoppers; the events are made while they are read.</summary>
    /// <exception cref="ValidationException">An option is out of its range.</exception>
    public ShopSimulator(ShopSimulatorOptions? options = null)
    {
        _options = options ?? new ShopSimulatorOptions();
        Validator.ValidateObject(_options, new ValidationContext(_options), validateAllProperties: true);
        _shop = new Shop(CatalogGenerator.Generate(_options), new Sampler(_options.Seed, 2));
        var sampler = new Sampler(_options.Seed, 3);
        var personas = Enumerable.Range(0, Persona.Count).Select(_ => Persona.Draw(sampler)).ToArray();
        _shoppers = [.. Enumerable.Range(0, _options.Shoppers).Select(n => new Shopper(n, _options, personas, sampler))];
        Catalog = Array.ConvertAll(_shop.Products, product => product.Item);
        _products = new(() => Enumerable.Range(0, Catalog.Count).ToDictionary(p => Catalog[p].ItemId, StringComparer.Ordinal));
        _users = new(() => Enumerable.Range(0, _shoppers.Length).ToDictionary(s => _shoppers[s].UserId, StringComparer.Ordinal));
    }

    /// <summary>The products.</summary>
    public IReadOnlyList<CatalogItem> Catalog { get; }

    /// <summary>What shoppers did in the days before <see cref="ShopSimulatorOptions.End"/>, in order of time.</summary>
    /// <remarks>Event ids depend on the seed and the position only, so that a second reading is recognised as a repetition.</remarks>
    public IEnumerable<Interaction> Events()
    {
        var sampler = new Sampler(_options.Seed, 4);
        var memories = Array.ConvertAll(_shoppers, _ => new ShopperMemory());
        var pending = new PriorityQueue<Interaction, (DateTimeOffset Time, long Order)>();
        long order = 0;
        long number = 0;
        for (var day = 0; day < _options.Days; day++)
        {
            var midnight = _options.End.AddDays(day - _options.Days);
            foreach (var (interaction, time) in VisitsOf(day, midnight, memories, sampler))
            {
                pending.Enqueue(interaction, (time, order++));
            }

            // A session may run past midnight: what belongs to tomorrow waits for tomorrow's sessions.
            while (pending.TryPeek(out _, out var next) && next.Time < midnight.AddDays(1))
            {
                yield return pending.Dequeue() with { EventId = EventId(number++) };
            }
        }
    }

    /// <summary>The true probability that the shopper, shown the product at the end of the history, buys it; 0 for unknown ids.</summary>
    public double PurchaseProbability(string userId, string itemId)
    {
        if (!_users.Value.TryGetValue(userId, out var shopper) || !_products.Value.TryGetValue(itemId, out var product)
            || !Catalog[product].InStock)
        {
            return 0;
        }

        var affinity = Taste.Affinity(_shoppers[shopper], _shop.Products[product], progress: 1);
        return Taste.Click(affinity) * Taste.Cart(affinity) * Taste.Purchase(affinity);
    }

    private IEnumerable<(Interaction Interaction, DateTimeOffset Time)> VisitsOf(
        int day, DateTimeOffset midnight, ShopperMemory[] memories, Sampler sampler)
    {
        var progress = (double)day / _options.Days;
        var rate = _options.SessionsPerShopper / 60 * Seasons.Weekday(midnight.DayOfWeek);
        for (var s = 0; s < _shoppers.Length; s++)
        {
            var shopper = _shoppers[s];
            if (day < shopper.FirstDay || !sampler.Chance(1 - Math.Exp(-rate * shopper.Activity)))
            {
                continue;
            }

            var start = midnight + Seasons.TimeOfDay(sampler);
            var session = $"{shopper.UserId}-d{day.ToString(CultureInfo.InvariantCulture)}";
            foreach (var step in new Visit(_shop, shopper, memories[s], sampler, progress).Play(start))
            {
                yield return (Interaction(shopper, session, step), step.Time);
            }
        }
    }

    private Interaction Interaction(Shopper shopper, string session, VisitStep step) => new()
    {
        UserId = shopper.UserId,
        ItemId = Catalog[step.Product].ItemId,
        Type = step.Type.ToString().ToLowerInvariant(),
        Value = step.Value,
        Timestamp = step.Time,
        SessionId = session,
    };

    private string EventId(long number) =>
        $"sim-{_options.Seed.ToString("x", CultureInfo.InvariantCulture)}-{number.ToString("000000", CultureInfo.InvariantCulture)}";
}
