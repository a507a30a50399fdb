namespace Orleans.Reco.Core;

/// <summary>Defers items that the user was served often and has not touched since.</summary>
internal sealed class ExposureCap(int maxExposures, TimeSpan window) : IReRankingRule
{
    /// <summary>A few times as many as there are exposures, so that hardly any item shares its bucket.</summary>
    private const int Buckets = 1024;

    [ThreadStatic]
    private static List<ScoredCandidate>? _deferred;

    public void Apply(CandidateList list, ReRankingContext context)
    {
        if (context.Exposures is not { Count: > 0 } exposures)
        {
            return;
        }

        var since = context.Now - Math.Min(context.Now, (uint)window.TotalSeconds);
        Span<ushort> tally = stackalloc ushort[Buckets];
        exposures.Tally(since, tally);
        var deferred = _deferred ??= [];
        deferred.Clear();
        var items = list.Items;
        var kept = 0;
        for (var i = 0; i < items.Count; i++)
        {
            if (ExposureRing.AtMost(items[i].Ordinal, tally) >= maxExposures && IsWorn(items[i].Ordinal, exposures, context.History, since))
            {
                deferred.Add(items[i]);
            }
            else
            {
                items[kept++] = items[i];
            }
        }

        items.RemoveRange(kept, items.Count - kept);
        items.AddRange(deferred);
        list.Deferred = deferred.Count;
    }

    private bool IsWorn(int ordinal, ExposureRing exposures, BehaviourHistory? history, uint since) =>
        exposures.CountSince(ordinal, since) >= maxExposures
        && exposures.CountSince(ordinal, Math.Max(since, AfterLastTouch(ordinal, history))) >= maxExposures;

    private static uint AfterLastTouch(int ordinal, BehaviourHistory? history)
    {
        for (var i = (history?.Count ?? 0) - 1; i >= 0; i--)
        {
            if (history![i].Ordinal == ordinal && history[i].Type != InteractionType.Impression)
            {
                return history[i].UnixSeconds + 1;
            }
        }

        return 0;
    }
}
