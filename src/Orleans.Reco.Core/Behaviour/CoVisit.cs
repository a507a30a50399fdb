using System.Runtime.InteropServices;

namespace Orleans.Reco.Core;

/// <summary>A neighbour in a <see cref="CoVisitSketch"/>, 16 bytes.</summary>
/// <param name="Ordinal">The item.</param>
/// <param name="Weight">An upper bound of its decayed weight as of <paramref name="UnixSeconds"/>.</param>
/// <param name="Error">By how much <paramref name="Weight"/> may be too high.</param>
/// <param name="UnixSeconds">When the values held.</param>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
public readonly record struct CoVisit(int Ordinal, float Weight, float Error, uint UnixSeconds)
{
    /// <summary>The weight that the item has for sure.</summary>
    public float Guaranteed => Weight - Error;
}
