using Orleans.Reco.Core;

namespace Orleans.Reco.Inference;

/// <summary>
/// Sorts candidates by score, highest first, of equal scores the lower ordinal first. Digit by digit: in a comparing sort every other comparison of
/// scores is mispredicted, and that is most of it. Reusable; not thread-safe.
/// </summary>
internal sealed class CandidateSort
{
    private const int Digits = 4;
    private const int Radix = 256;

    private readonly int[] _places = new int[Digits * Radix];

    // The score as a number in the high half, the position in the low one.
    private ulong[] _keys = [];
    private ulong[] _sorted = [];
    private ScoredCandidate[] _candidates = [];

    public void Sort(Span<ScoredCandidate> candidates)
    {
        if (_keys.Length < candidates.Length)
        {
            var room = Math.Max(1024, candidates.Length);
            (_keys, _sorted, _candidates) = (new ulong[room], new ulong[room], new ScoredCandidate[room]);
        }

        Count(candidates);
        for (var digit = 0; digit < Digits; digit++)
        {
            var places = _places.AsSpan(digit * Radix, Radix);
            foreach (var key in _keys.AsSpan(0, candidates.Length))
            {
                _sorted[places[Digit(key, digit)]++] = key;
            }

            (_keys, _sorted) = (_sorted, _keys);
        }

        candidates.CopyTo(_candidates);
        for (var i = 0; i < candidates.Length; i++)
        {
            candidates[i] = _candidates[(uint)_keys[i]];
        }

        OrderEqual(candidates);
    }

    private static int Digit(ulong key, int digit) => (int)(key >> (32 + (8 * digit))) & (Radix - 1);

    /// <summary>Makes the keys, and finds where those of each digit begin.</summary>
    private void Count(ReadOnlySpan<ScoredCandidate> candidates)
    {
        Array.Clear(_places);
        for (var i = 0; i < candidates.Length; i++)
        {
            // Ascending keys are descending scores.
            var key = (~ScoreKey.Of(candidates[i].Score, 0) & 0xFFFFFFFF_00000000) | (uint)i;
            _keys[i] = key;
            for (var digit = 0; digit < Digits; digit++)
            {
                _places[(digit * Radix) + Digit(key, digit)]++;
            }
        }

        for (var digit = 0; digit < Digits; digit++)
        {
            var before = 0;
            foreach (ref var place in _places.AsSpan(digit * Radix, Radix))
            {
                (place, before) = (before, before + place);
            }
        }
    }

    private void OrderEqual(Span<ScoredCandidate> candidates)
    {
        for (int from = 0, to; from < candidates.Length; from = to)
        {
            for (to = from + 1; to < candidates.Length && _keys[to] >> 32 == _keys[from] >> 32; to++)
            {
            }

            if (to - from > 1)
            {
                candidates[from..to].Sort(static (a, b) => a.Ordinal.CompareTo(b.Ordinal));
            }
        }
    }
}
