namespace Orleans.Reco.Learning;

/// <summary>Popularity behind <see cref="IModelAlgorithm"/>: the floor that every other model must clear.</summary>
public sealed class PopularityAlgorithm : IModelAlgorithm
{
    /// <inheritdoc/>
    public string Name => "popularity";

    /// <inheritdoc/>
    public string Summary => "The same order for everybody: weighted interactions, older ones counting less where a half-life is given.";

    /// <inheritdoc/>
    public IReadOnlyList<HyperParameter> Parameters { get; } =
    [
        new("halfLifeDays", 0, 0, 3650, "The age in days at which an interaction counts half; 0 = age does not matter."),
    ];

    /// <inheritdoc/>
    public IFittedModel Fit(FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var days = context.Parameters["halfLifeDays"];
        return PopularityModel.Fit(context.Data, long.MaxValue, days > 0 ? TimeSpan.FromDays(days) : null);
    }
}
