namespace Orleans.Reco.Learning;

/// <summary>Seeds by position, the same in every process.</summary>
internal static class PartSeeds
{
    public static int OfEpoch(int seed, int epoch, int part) => Mix(seed, epoch, -1, part);

    public static int OfRound(int seed, int epoch, int round, int part) => Mix(seed, epoch, round, part);

    // The finalizer of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014) after each number.
    private static int Mix(params ReadOnlySpan<int> numbers)
    {
        var state = 0x9E3779B97F4A7C15UL;
        foreach (var number in numbers)
        {
            state = unchecked(state + (uint)number + 0x9E3779B97F4A7C15UL);
            state = unchecked((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9UL);
            state = unchecked((state ^ (state >> 27)) * 0x94D049BB133111EBUL);
            state ^= state >> 31;
        }

        return (int)(state & int.MaxValue);
    }
}
