using Orleans.Reco.Core;
using Orleans.Reco.Learning;

namespace Orleans.Reco.Testing;

/// <summary>Parts of a training in this process, one after the other: what parts elsewhere must give.</summary>
internal sealed class LocalTrainingParts(string datasetFolder, int count) : ITrainingParts, IDisposable
{
    private PartTrainer[] _parts = [];

    public int Count => count;

    public IReadOnlyDictionary<string, string> Notes { get; } = new Dictionary<string, string>();

    /// <summary>Called before each round.</summary>
    public Action<TrainingRound> Before { get; set; } = _ => { };

    /// <summary>Called before each step of ALS.</summary>
    public Action<AlsStep> BeforeAls { get; set; } = _ => { };

    /// <summary>Changes what a part begins a round with: the part, the state, and the part's own last state.</summary>
    public Func<float[], ReadOnlyMemory<float>, float[]> Begin { get; set; } = (state, _) => state;

    /// <summary>Seconds of each part in the rounds so far.</summary>
    public List<double[]> Seconds { get; } = [];

    private ReadOnlyMemory<float>[] Last { get; } = new ReadOnlyMemory<float>[count];

    public Task<IReadOnlyList<PartInfo>> PrepareAsync(PartPlan plan, CancellationToken cancellationToken)
    {
        _parts = [.. Enumerable.Range(0, count).Select(part => new PartTrainer(
            datasetFolder, plan, new UserPartition(part, count), InteractionTypes.Default, TimeProvider.System, cancellationToken))];
        return Task.FromResult<IReadOnlyList<PartInfo>>([.. _parts.Select(part => part.Info)]);
    }

    public Task<IReadOnlyList<ReadOnlyMemory<float>>> StepAlsAsync(AlsStep step, CancellationToken cancellationToken)
    {
        BeforeAls(step);
        var vectors = step.Vectors.ToArray();
        return Task.FromResult<IReadOnlyList<ReadOnlyMemory<float>>>([.. _parts.Select(part =>
        {
            if (step.Begins)
            {
                part.Als.SolveUsers(step.Iteration - 1, $"{step.Iteration}", vectors, cancellationToken);
            }

            return new ReadOnlyMemory<float>(
                step.Begins ? part.Als.Begin(vectors, cancellationToken) : part.Als.Multiply(vectors, cancellationToken));
        })]);
    }

    public Task<IReadOnlyList<PartResult>> RunAsync(TrainingRound round, ReadOnlyMemory<float> state, CancellationToken cancellationToken)
    {
        Before(round);
        var results = new PartResult[count];
        for (var part = 0; part < count; part++)
        {
            results[part] = _parts[part].Run(round, Begin(state.ToArray(), Last[part]), () => false, cancellationToken);
            Last[part] = results[part].State;
        }

        Seconds.Add([.. results.Select(result => result.Seconds)]);
        return Task.FromResult<IReadOnlyList<PartResult>>(results);
    }

    public Task<IReadOnlyList<int[][]>> RankAsync(PartRanking ranking, IReadOnlyList<string[]> users, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<int[][]>>([.. _parts.Select((part, i) => part.Rank(ranking, users[i], cancellationToken))]);

    public void Dispose() => Array.ForEach(_parts, part => part.Dispose());
}
