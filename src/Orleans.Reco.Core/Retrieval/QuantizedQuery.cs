using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Orleans.Reco.Core;

/// <summary>What is known of a query in 8 bits a component: enough to tell which rows of <see cref="QuantizedRows"/> may reach a score.</summary>
/// <param name="Correction">Takes the offset of the rows' bytes out of a sum of products.</param>
/// <param name="Scale">What a level stands for.</param>
/// <param name="Length">|x'|, or no number where nothing is known; then nothing is ruled out.</param>
/// <param name="Residual">|f|, the length of what quantisation left out.</param>
internal readonly record struct QuantizedQuery(int Correction, float Scale, float Length, float Residual)
{
    private const float RoundUp = 1 + (1f / (1 << 20));

    // Truncation takes less than one from a quotient, and its rounding less than the other, with what |r| has for rounding.
    private const int QuotientError = 2;
    private const float BeyondAnySum = 1 << 30;

    /// <summary>Quantises a query.</summary>
    /// <param name="query">The query vector.</param>
    /// <param name="rows">What it will be held against.</param>
    /// <param name="scaled">Room for as many values as the query has.</param>
    /// <param name="levels">Receives the components, four in a number; <see cref="QuantizedRows.Steps"/> of them.</param>
    /// <typeparam name="T">The instruction that will multiply.</typeparam>
    public static QuantizedQuery Create<T>(ReadOnlySpan<float> query, QuantizedRows rows, Span<float> scaled, Span<int> levels)
        where T : IByteProducts
    {
        rows.Scale(query, scaled);
        levels.Clear();
        var largest = MathF.Abs(TensorPrimitives.MaxMagnitude<float>(scaled));
        var scale = largest / T.Levels;
        var inverse = scale > 0 ? 1 / scale : 0;
        if (!float.IsFinite(inverse) || !float.IsFinite(largest))
        {
            return new QuantizedQuery(0, 0, float.NaN, float.NaN);
        }

        var bytes = MemoryMarshal.Cast<int, sbyte>(levels);
        var (sum, residual, length) = (0, 0d, 0d);
        for (var d = 0; d < scaled.Length; d++)
        {
            var level = Math.Clamp((int)MathF.Round(scaled[d] * inverse), -T.Levels, T.Levels);
            bytes[d] = (sbyte)level;
            sum += level;
            var rest = scaled[d] - ((double)scale * level);
            residual += rest * rest;
            length += (double)scaled[d] * scaled[d];
        }

        return new QuantizedQuery(-QuantizedRows.Offset * sum, scale, (float)Math.Sqrt(length) * RoundUp, (float)Math.Sqrt(residual) * RoundUp);
    }

    /// <summary>A row of a group whose sum of products, of bytes as they are stored, is this or less does not reach a score.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int TooSmall(ref readonly GroupBound bound, float threshold)
    {
        var above = (bound.Quantized * Residual) + (bound.Residual * Length);
        var sum = (threshold - above) / (bound.Scale * Scale);

        // Asks for what rules rows out: a quotient that is no number does not.
        return sum > -BeyondAnySum ? (int)Math.Min(sum, BeyondAnySum) - QuotientError - Correction : int.MinValue;
    }

    /// <summary>About the score of a row with a sum of products.</summary>
    public float Estimate(ref readonly GroupBound bound, int sum) => (sum + Correction) * (bound.Scale * Scale);
}
