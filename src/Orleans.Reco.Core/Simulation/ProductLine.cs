namespace Orleans.Reco.Core;

/// <summary>A sub-category: products that replace each other.</summary>
/// <param name="Name">Its name.</param>
/// <param name="TypicalPrice">The median price in EUR.</param>
/// <param name="Complements">Names of lines that are wanted after a purchase from this one.</param>
/// <param name="Consumable">Bought again when it is used up.</param>
/// <param name="Nouns">What a product of it is called.</param>
/// <param name="Adjectives">What titles say of a product.</param>
/// <param name="Variants">The end of titles: colours, sizes, editions.</param>
internal sealed record ProductLine(
    string Name, double TypicalPrice, string[] Complements, bool Consumable, string[] Nouns, string[] Adjectives, string[] Variants);
