namespace Orleans.Reco.Core;

/// <summary>A main category of the simulated shop.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Code">The start of its item ids.</param>
/// <param name="Weight">Its share of the catalog, relative.</param>
/// <param name="Brands">Who makes its products.</param>
/// <param name="Lines">Its sub-categories.</param>
internal sealed record Department(string Name, string Code, double Weight, string[] Brands, ProductLine[] Lines);
