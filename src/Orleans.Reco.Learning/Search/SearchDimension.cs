namespace Orleans.Reco.Learning;

/// <summary>A hyper-parameter that is searched over.</summary>
/// <param name="Name">The hyper-parameter's name.</param>
/// <param name="Min">The least value, included.</param>
/// <param name="Max">The largest value, included.</param>
/// <param name="Scale">How it is stepped through.</param>
public sealed record SearchDimension(string Name, double Min, double Max, ParameterScale Scale = ParameterScale.Linear)
{
    /// <summary>The range of an algorithm's hyper-parameter, of the form <c>name=min..max</c>, or <c>name</c> for all that is allowed.</summary>
    /// <exception cref="DatasetException">The name is not known, or the range is empty or wider than what is allowed.</exception>
    public static SearchDimension Parse(string text, IModelAlgorithm algorithm)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(algorithm);
        var (name, range) = text.Split('=', 2, StringSplitOptions.TrimEntries) is [var n, var r] ? (n, r) : (text.Trim(), null);
        var parameter = algorithm.Parameters.FirstOrDefault(p => p.Name == name)
            ?? throw new DatasetException(
                "set", $"{algorithm.Name} does not know '{name}'; allowed are {string.Join(", ", algorithm.Parameters.Select(p => p.Name))}.");
        var (min, max) = (parameter.Min, parameter.Max);
        if (range is not null && !(range.Split("..") is [var low, var high]
            && double.TryParse(low, System.Globalization.CultureInfo.InvariantCulture, out min)
            && double.TryParse(high, System.Globalization.CultureInfo.InvariantCulture, out max)))
        {
            throw new DatasetException("set", $"'{text}' is not of the form name=min..max.");
        }

        if (!(min >= parameter.Min && max <= parameter.Max && min < max))
        {
            throw new DatasetException(
                "set",
                FormattableString.Invariant(
                    $"{name} from {min} to {max} is not allowed; allowed are ranges within {parameter.Min} to {parameter.Max}."));
        }

        return new SearchDimension(name, min, max, parameter.Scale).Validate();
    }

    /// <summary>Throws where the range cannot be searched, and gives the dimension back.</summary>
    /// <exception cref="DatasetException">The range is empty, or begins at 0 or below where ratios matter.</exception>
    public SearchDimension Validate() =>
        !(Min < Max) ? throw new DatasetException(Name, FormattableString.Invariant($"from {Min} to {Max} is no range."))
        : Scale == ParameterScale.Logarithmic && Min <= 0
            ? throw new DatasetException(Name, FormattableString.Invariant($"begins at {Min}; equal ratios need a range that begins above 0."))
            : this;

    /// <summary>The value at a place of the range, [0,1].</summary>
    public double At(double place) => Math.Clamp(
        Scale switch
        {
            ParameterScale.Logarithmic => Math.Exp(Math.Log(Min) + (place * (Math.Log(Max) - Math.Log(Min)))),
            ParameterScale.Integer => Math.Min(Max, Math.Floor(Min + (place * (Max - Min + 1)))),
            _ => Min + (place * (Max - Min)),
        },
        Min,
        Max);

    /// <summary>The place of a value in the range, [0,1]; of whole numbers the middle of what stands for them.</summary>
    public double Place(double value) => Scale switch
    {
        ParameterScale.Logarithmic => (Math.Log(value) - Math.Log(Min)) / (Math.Log(Max) - Math.Log(Min)),
        ParameterScale.Integer => (value - Min + 0.5) / (Max - Min + 1),
        _ => (value - Min) / (Max - Min),
    };
}
