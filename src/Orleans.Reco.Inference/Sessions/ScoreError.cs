using System.Numerics.Tensors;
using Orleans.Reco.Core;

namespace Orleans.Reco.Inference;

/// <summary>
/// How far dot products that a graph computes may lie from those of <see cref="ExactIndex"/>: both are sums of rounded products, in another
/// order (Higham, Accuracy and Stability of Numerical Algorithms, 2002, section 3.1).
/// </summary>
/// <param name="items">The vectors.</param>
/// <param name="onCuda">True if the graph runs on a GPU.</param>
internal sealed class ScoreError(ItemVectors items, bool onCuda)
{
    // The bounds of both sums together are half of this; the other half is for tensor cores, which cut off instead of rounding.
    private const double PerComponent = 4.0 / (1 << 24);

    // TF32, which cuBLAS may use, has 10 bits of fraction: 2^-10 for each factor of a product, and some more.
    private const double OfCuda = 0.002;

    // Products too small to keep all their digits are below the bound of vectors of this length.
    private const double Tiny = 1.0 / (1L << 50);

    // Up to here no sum overflows.
    private const double Largest = 1e37;

    private readonly double _relative = (items.Dimension * PerComponent) + (onCuda ? OfCuda : 0);
    private readonly double _longest = LongestOf(items);

    /// <summary>The most that any item's score for a user may be off; plus infinity where nothing can be said.</summary>
    public double Of(ReadOnlySpan<float> user)
    {
        var product = (TensorPrimitives.Norm(user) + Tiny) * (_longest + Tiny);
        return product <= Largest ? _relative * product : double.PositiveInfinity;
    }

    // Not a number as soon as one component is not.
    private static double LongestOf(ItemVectors items)
    {
        var longest = 0.0;
        for (var row = 0; row < items.Count; row++)
        {
            longest = Math.Max(longest, TensorPrimitives.Norm(items.Row(row)));
        }

        return longest;
    }
}
