namespace Orleans.Reco.Core;

/// <summary>A kind of shopper. Shoppers are mixtures of two, which is what makes one shopper's behaviour tell of another's.</summary>
/// <param name="LineWeights">How much it wants each line; sums to 1.</param>
/// <param name="Brands">For each department the number of the brand that it likes.</param>
/// <param name="PriceLevel">The price it looks for, in standard deviations from the line's median.</param>
internal sealed record Persona(double[] LineWeights, int[] Brands, double PriceLevel)
{
    /// <summary>How many kinds there are.</summary>
    public const int Count = 16;

    public static Persona Draw(Sampler sampler)
    {
        var departments = Departments.All;
        var interest = new double[departments.Length];
        foreach (var share in (ReadOnlySpan<double>)[0.5, 0.3, 0.15])
        {
            interest[sampler.Below(interest.Length)] += share;
        }

        var weights = new double[Departments.Lines.Length];
        for (var line = 0; line < weights.Length; line++)
        {
            weights[line] = (interest[Departments.DepartmentOf[line]] + 0.004) * sampler.Exponential(1);
        }

        var total = weights.Sum();
        return new Persona(
            Array.ConvertAll(weights, weight => weight / total),
            Array.ConvertAll(departments, department => sampler.Below(department.Brands.Length)),
            0.8 * sampler.Normal());
    }
}
