namespace Orleans.Reco.Core;

/// <summary>The click model: how likely a shopper is to go one step further with a product.</summary>
internal static class Taste
{
    /// <summary>The pull of a product, in logits around 0.</summary>
    public static double Affinity(Shopper shopper, Product product, double progress)
    {
        var interest = Math.Clamp(0.5 * Math.Log(shopper.Interest(product.Line, progress)), -1.5, 1.5);
        var brand = shopper.Likes(Departments.DepartmentOf[product.Line], product.Brand) ? 1.1 : -0.2;
        var price = shopper.PriceSensitivity * Math.Min(Math.Abs(product.PriceLevel - shopper.PriceLevel), 2.5);
        return interest + brand - price;
    }

    /// <summary>That a viewed product is clicked.</summary>
    public static double Click(double affinity) => Logistic(-0.1 + affinity);

    /// <summary>That a clicked product goes into the cart.</summary>
    public static double Cart(double affinity) => Logistic(-1.2 + (0.8 * affinity));

    /// <summary>That a product in the cart is bought.</summary>
    public static double Purchase(double affinity) => Logistic(0.4 + (0.5 * affinity));

    private static double Logistic(double logit) => 1 / (1 + Math.Exp(-logit));
}
