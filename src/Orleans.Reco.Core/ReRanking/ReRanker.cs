using System.Runtime.InteropServices;

namespace Orleans.Reco.Core;

/// <summary>Makes the list that is shown of the one that was ranked. Thread-safe.</summary>
public sealed class ReRanker
{
    private static readonly AvailabilityRule Availability = new();

    [ThreadStatic]
    private static CandidateList? _list;

    private readonly IReRankingRule[] _rules;

    /// <summary>Composes the rules.</summary>
    public ReRanker(ReRankingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        // The cap comes last, so that neither exploration nor filling breaks it; availability first, so that no rule works in vain.
        _rules =
        [
            Availability,
            new ExposureCap(options.MaxExposures, options.ExposureWindow),
            new MaximalMarginalRelevance(options.DiversityLambda, options.DiversityDepth),
            new Exploration(options.ExplorationShare, options.NewItemAge),
            new PopularFill(),
            new CategoryCap(options.MaxCategoryShare),
        ];
    }

    /// <summary>
    /// Applies all rules. The list has no repetition and nothing that is unavailable, excluded or of another category, and it has
    /// the wanted length wherever candidates and, given rankings, the catalog suffice.
    /// </summary>
    /// <param name="candidates">The candidates, best first.</param>
    /// <param name="context">The request.</param>
    public ScoredCandidate[] ReRank(ReadOnlySpan<ScoredCandidate> candidates, ReRankingContext context) =>
        Apply(_rules, candidates, context);

    /// <summary>
    /// Removes what must not be shown and keeps the order: for requests to rank given items, and lists that are not for one user.
    /// </summary>
    /// <param name="candidates">The candidates, best first.</param>
    /// <param name="context">The request.</param>
    public static ScoredCandidate[] Filter(ReadOnlySpan<ScoredCandidate> candidates, ReRankingContext context) =>
        Apply([Availability], candidates, context);

    private static ScoredCandidate[] Apply(
        ReadOnlySpan<IReRankingRule> rules,
        ReadOnlySpan<ScoredCandidate> candidates,
        ReRankingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        // One for each thread, as are the rules' own lists: they are needed for microseconds and are kilobytes.
        var list = _list ??= new CandidateList();
        list.Begin(candidates);
        foreach (var rule in rules)
        {
            rule.Apply(list, context);
        }

        return CollectionsMarshal.AsSpan(list.Items)[..Math.Min(context.Count, list.Items.Count)].ToArray();
    }
}
