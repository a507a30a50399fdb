namespace Orleans.Reco.Core;

/// <summary>A list on its way through the rules: items in order, of which those at the end are deferred.</summary>
internal sealed class CandidateList
{
    public CandidateList(ReadOnlySpan<ScoredCandidate> candidates = default) => Begin(candidates);

    /// <summary>The items, best first.</summary>
    public List<ScoredCandidate> Items { get; } = [];

    /// <summary>How many items at the end are there only to fill the list: they stay behind the others.</summary>
    public int Deferred { get; set; }

    /// <summary>Begins another list.</summary>
    public void Begin(ReadOnlySpan<ScoredCandidate> candidates)
    {
        Items.Clear();
        Items.AddRange(candidates);
        Deferred = 0;
    }

    /// <summary>How many items from the front are not deferred.</summary>
    public int Preferred => Items.Count - Deferred;
}
