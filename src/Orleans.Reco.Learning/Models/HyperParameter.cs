namespace Orleans.Reco.Learning;

/// <summary>A number that is chosen before a model learns.</summary>
/// <param name="Name">In camelCase, as it is given.</param>
/// <param name="Default">What it is where nothing is given.</param>
/// <param name="Min">The least that is allowed.</param>
/// <param name="Max">The most that is allowed.</param>
/// <param name="Description">What it does, with its unit.</param>
/// <param name="Scale">How a search steps through it.</param>
public sealed record HyperParameter(
    string Name, double Default, double Min, double Max, string Description, ParameterScale Scale = ParameterScale.Linear);

/// <summary>How a search steps through a hyper-parameter.</summary>
public enum ParameterScale
{
    /// <summary>Equal differences matter equally.</summary>
    Linear = 0,

    /// <summary>Equal ratios matter equally.</summary>
    Logarithmic = 1,

    /// <summary>Whole numbers.</summary>
    Integer = 2,
}
