using System.Runtime.InteropServices;

namespace Orleans.Reco;

/// <summary>One step of a user's history, 16 bytes, as it is kept, sent and stored.</summary>
/// <param name="Ordinal">The item's ordinal, or <see cref="NoItem"/>.</param>
/// <param name="UnixSeconds">When it happened, seconds since 1970-01-01 UTC.</param>
/// <param name="Value">Rating, price or dwell seconds; 0 where there is none.</param>
/// <param name="Type">The code of the interaction type.</param>
[StructLayout(LayoutKind.Sequential, Pack = 4, Size = 16)]
public readonly record struct HistoryEvent(int Ordinal, uint UnixSeconds, float Value, InteractionType Type)
{
    /// <summary>The ordinal of an event without an item.</summary>
    public const int NoItem = -1;
}
