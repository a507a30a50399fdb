using System.Numerics.Tensors;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Reco.Core;

namespace Orleans.Reco.Inference.Tests;

/// <summary>Runs single queries and says what the right answer is.</summary>
internal static class Scorers
{
    public static TimeProvider Clock { get; } = new FixedTime();

    public static BatchScorer Create(ITenantSnapshots snapshots, ScoringOptions? options = null) =>
        new(snapshots, InteractionTypes.Default, options ?? new ScoringOptions(), Clock);

    public static ScoreResult Score(this TestTenant tenant, ScoreQuery query, ScoringOptions? options = null) =>
        Create(tenant, options).Score([query])[0];

    public static ScoreQuery Query(Packed<HistoryEvent> history = default, int count = 10) =>
        new() { Tenant = "default", History = history, Count = count };

    public static int[] Ordinals(this ScoreResult result) =>
        Array.ConvertAll(result.Candidates.Span.ToArray(), candidate => candidate.Ordinal);

    /// <summary>All items by <c>user · item + w · neighbours</c>, computed one by one.</summary>
    public static int[] Expected(ServingModel model, ScoreResult result, ScoreQuery query, IEnumerable<int> allowed)
    {
        var neighbours = new NeighbourScores();
        model.Neighbours?.Accumulate(query.History.Span, InteractionTypes.Default, neighbours);
        return
        [
            .. allowed
                .Select(ordinal => (Ordinal: ordinal, Score: Dot(ordinal) + (model.Manifest.NeighbourWeight * neighbours.Score(ordinal))))
                .OrderByDescending(item => item.Score)
                .Select(item => item.Ordinal)
                .Take(query.Count),
        ];

        float Dot(int ordinal)
        {
            Assert.True(model.Vectors.TryGetVector(ordinal, out var vector));
            return TensorPrimitives.Dot(result.Vector.Values.Span, vector);
        }
    }

    public static Task<ScoreResult> Ask(this ScoringWorker worker, ScoreQuery query) =>
        worker.ScoreAsync(query, TestContext.Current.CancellationToken).AsTask();

    public static Task InTime(this Task task) => task.WaitAsync(GatedScorer.Deadline, TestContext.Current.CancellationToken);

    public static Task<T> InTime<T>(this Task<T> task) => task.WaitAsync(GatedScorer.Deadline, TestContext.Current.CancellationToken);

    public static ScoringWorker Worker(
        IBatchScorer scorer, ScoringOptions options, TimeProvider? time = null, string name = "scorer", int threads = 1)
    {
        options.Threads = threads;
        return new(() => scorer, options, time ?? TimeProvider.System, NullLogger.Instance, name);
    }

    private sealed class FixedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeSeconds(TestTenant.Now);
    }
}
