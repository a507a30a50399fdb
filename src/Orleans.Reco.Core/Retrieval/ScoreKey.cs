namespace Orleans.Reco.Core;

/// <summary>
/// A score and an ordinal in one number that sorts as candidates do: the higher score, then the lower ordinal, is the greater key.
/// </summary>
public static class ScoreKey
{
    /// <summary>
    /// A float's bits sort like the float once those of negative numbers are inverted and the sign of others is set. Adding zero
    /// makes minus zero the zero that it equals. The score must be a number.
    /// </summary>
    public static ulong Of(float score, int ordinal)
    {
        var bits = BitConverter.SingleToInt32Bits(score + 0f);
        return ((ulong)(uint)(bits ^ ((bits >> 31) | int.MinValue)) << 32) | (uint)~ordinal;
    }

    /// <summary>The score of a key.</summary>
    public static float Score(ulong key)
    {
        var bits = (int)(key >> 32);
        return BitConverter.Int32BitsToSingle(bits ^ ((~bits >> 31) | int.MinValue));
    }

    /// <summary>The ordinal of a key.</summary>
    public static int Ordinal(ulong key) => ~(int)(uint)key;
}
