using Orleans.Reco.Core;

namespace Orleans.Reco.Inference;

/// <summary>Runs recorded queries through a model before it serves, and tells what they cost.</summary>
public static class ModelWarmUp
{
    /// <summary>The first pass warms the sessions up; of the others the best counts, as a busy machine slows some of them by chance.</summary>
    private const int Passes = 3;

    /// <summary>The share of a thread that it takes, as users are being served meanwhile.</summary>
    private const double Share = 0.1;

    private static readonly TimeSpan LongestRest = TimeSpan.FromMilliseconds(20);

    /// <summary>Scores each query several times, with pauses.</summary>
    /// <param name="snapshot">The tenant with the model to measure as the one in service.</param>
    /// <param name="queries">The queries.</param>
    /// <param name="types">The installation's interaction types.</param>
    /// <param name="options">How wide scoring looks.</param>
    /// <param name="time">Measures.</param>
    /// <returns>The 99th percentile of the time of one query; null without queries or model.</returns>
    public static async Task<TimeSpan?> MeasureAsync(
        TenantSnapshot snapshot, IReadOnlyList<ScoreQuery> queries, InteractionTypes types, ScoringOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(queries);
        ArgumentNullException.ThrowIfNull(time);
        using var lease = snapshot.Model?.TryAcquire();
        if (lease is null)
        {
            return null;
        }

        var scorer = new BatchScorer(new OneTenant(snapshot), types, options, time);
        var best = new TimeSpan[queries.Count];
        Array.Fill(best, TimeSpan.MaxValue);
        for (var pass = 0; pass < Passes; pass++)
        {
            for (var i = 0; i < best.Length; i++)
            {
                var began = time.GetTimestamp();
                _ = scorer.Score([queries[i] with { ModelVersion = null }]);
                var took = time.GetElapsedTime(began);
                best[i] = took < best[i] ? took : best[i];
                await Task.Delay(Rest.After(took, Share, LongestRest), time).ConfigureAwait(false);
            }
        }

        Array.Sort(best);
        return best.Length == 0 ? null : best[(int)Math.Ceiling(0.99 * best.Length) - 1];
    }

    private sealed class OneTenant(TenantSnapshot snapshot) : ITenantSnapshots
    {
        public TenantSnapshot Get(string tenant) => snapshot;
    }
}
