namespace Orleans.Reco.Core;

/// <summary>A simulated product and what decides who wants it.</summary>
/// <param name="Item">The record of the catalog.</param>
/// <param name="Line">The number of its line.</param>
/// <param name="Brand">The number of its brand within the department.</param>
/// <param name="PriceLevel">Log price in standard deviations from the line's median.</param>
/// <param name="Fame">How well known it is; Zipf over the catalog.</param>
internal sealed record Product(CatalogItem Item, int Line, int Brand, double PriceLevel, double Fame);
