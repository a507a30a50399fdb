using Orleans.Reco.Core;

namespace Orleans.Reco.Learning;

/// <summary>What types of interactions mean to models without an order of events.</summary>
internal static class InteractionTypeExtensions
{
    /// <summary>True for a type whose events count for the item, or count by their value: serving knows no values.</summary>
    public static bool SpeaksForItem(this InteractionTypeInfo type) => type.WeighsByValue || type.Weight > 0;
}
