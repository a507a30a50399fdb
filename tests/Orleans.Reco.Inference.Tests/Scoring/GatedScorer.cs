namespace Orleans.Reco.Inference.Tests;

/// <summary>Records its batches and waits at a gate, so that a test decides what is queued meanwhile.</summary>
internal sealed class GatedScorer(bool open = true) : IBatchScorer, IDisposable
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly ManualResetEventSlim _gate = new(open);
    private readonly SemaphoreSlim _entered = new(0);

    public List<ScoreQuery[]> Batches { get; } = [];

    /// <summary>Queries that fail their batch.</summary>
    public HashSet<ScoreQuery> Poisoned { get; } = new(ReferenceEqualityComparer.Instance);

    public void Open() => _gate.Set();

    /// <summary>Waits until a batch has begun.</summary>
    public async Task Entered() =>
        Assert.True(await _entered.WaitAsync(Deadline, TestContext.Current.CancellationToken), "No batch began.");

    public void Score(IReadOnlyList<ScoreQuery> queries, Action<int, ScoreResult> done)
    {
        lock (Batches)
        {
            Batches.Add([.. queries]);
        }

        _ = _entered.Release();
        Assert.True(_gate.Wait(Deadline), "The gate stayed closed.");
        for (var i = 0; i < queries.Count; i++)
        {
            if (Poisoned.Contains(queries[i]))
            {
                throw new InvalidOperationException("poison");
            }

            done(i, new ScoreResult { ModelVersion = $"v{queries[i].Count}", Candidates = default });
        }
    }

    public void Dispose()
    {
        _gate.Dispose();
        _entered.Dispose();
    }
}
