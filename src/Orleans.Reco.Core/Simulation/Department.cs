namespace Orleans.Reco.Core;

/// <summary>A main category of the simulated shop.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Code">The start of its item ids.</param>
/// <param name="Weight">Its share of the catalog, relative.</param>
/// <param name="Brands">Who makes its products.</param>
/// <param name="Adjectives">What titles say of a product.</param>
/// <param name="Variants">The end of titles: colours, sizes, editions.</param>
/// <param name="Lines">Its sub-categories.</param>
internal sealed record Department(
    string Name, string Code, double Weight, string[] Brands, string[] Adjectives, string[] Variants, ProductLine[] Lines);

/// <summary>A sub-category: products that replace each other.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Nouns">What a product of it is called.</param>
/// <param name="TypicalPrice">The median price in EUR.</param>
/// <param name="Complements">Names of lines that are wanted after a purchase from this one.</param>
/// <param name="Consumable">Bought again when it is used up.</param>
internal sealed record ProductLine(string Name, string[] Nouns, double TypicalPrice, string[] Complements, bool Consumable = false);
