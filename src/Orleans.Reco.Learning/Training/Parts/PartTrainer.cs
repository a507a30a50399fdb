using Orleans.Reco.Core;
using static TorchSharp.torch;

namespace Orleans.Reco.Learning;

/// <summary>A part of a training: a share of the users, and the local steps on their histories.</summary>
public sealed class PartTrainer : IDisposable
{
    private readonly PartPlan _plan;
    private readonly UserPartition _users;
    private readonly TimeProvider _time;
    private readonly InteractionDataset _data;
    private readonly PartStage _fit;
    private readonly PartStage _refit;
    private readonly Dictionary<string, int> _userIndex;
    private SequenceEncoder? _encoder;
    private AdamWOptimizer? _optimizer;

    /// <summary>Reads the share from a dataset folder that holds it, and maybe other users too.</summary>
    /// <exception cref="DatasetException">The folder is no dataset.</exception>
    public PartTrainer(
        string datasetFolder, PartPlan plan, UserPartition users, InteractionTypes types, TimeProvider time, CancellationToken cancellationToken)
        : this(DatasetReader.Read(datasetFolder, types, cancellationToken), plan, users, types, time)
    {
    }

    internal PartTrainer(InteractionDataset data, PartPlan plan, UserPartition users, InteractionTypes types, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(plan);
        (_plan, _users, _time) = (plan, users, time);
        _data = data.OfUsers(users.Contains).WithVocabulary(plan.Items, plan.TypesOf(types));
        _fit = new PartStage(_data.Before(plan.ValidationFrom), plan.Options.ToSequence(plan.Items.Count));
        _refit = new PartStage(_data.Before(plan.HoldoutFrom), plan.Options.ToRefit(plan.Items.Count, epochs: 1));
        Als = new AlsPart(InteractionMatrix.Create(_data, plan.HoldoutFrom), [.. plan.UnobservedWeights], plan.Options.ToAls());
        _userIndex = _data.Users.Select((id, index) => (id, index)).ToDictionary(u => u.id, u => u.index, StringComparer.Ordinal);
        Info = new PartInfo(_data.Users.Count, _data.Events.Length, _fit.Steps(plan.Options.Seed), _refit.Steps(plan.Options.Seed));
    }

    /// <summary>What the part holds.</summary>
    public PartInfo Info { get; }

    /// <summary>The part in ALS by blocks, on the events before the holdout. It is to be used before the first round.</summary>
    public AlsPart Als { get; }

    /// <summary>Takes a round's steps from a state. The same round, state and users give the same result.</summary>
    /// <param name="round">The round.</param>
    /// <param name="state">Weights and moments.</param>
    /// <param name="stop">Asked before each step; true ends the round with the steps so far.</param>
    /// <param name="cancellationToken">Ends the round without a result.</param>
    public PartResult Run(TrainingRound round, ReadOnlySpan<float> state, Func<bool> stop, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(round);
        ArgumentNullException.ThrowIfNull(stop);
        Als.Forget();
        var seed = PartSeeds.OfRound(_plan.Options.Seed, EpochOf(round), round.Index, _users.Index);
        using var session = TorchSession.Begin(_plan.Options.TorchThreads, seed, cancellationToken);
        var (encoder, optimizer) = Model();
        StateVector.Write(state, encoder, optimizer, round.Steps);
        encoder.train();

        // Again: fresh weights, in a part's first round, have drawn from the generator.
        _ = manual_seed(seed);
        var started = _time.GetTimestamp();
        var stage = round.Refit ? _refit : _fit;
        var batches = stage.Batches(EpochOf(round), PartSeeds.OfEpoch(_plan.Options.Seed, EpochOf(round), _users.Index));
        var options = stage.Options with { Epochs = round.Epochs };
        var steps = new SequenceSteps(encoder, optimizer, stage.Data, options);
        var random = new Random(seed);
        var (begin, count) = round.BatchesOf(batches.Count).GetOffsetAndLength(batches.Count);
        var (done, samples, loss) = (0, 0L, 0.0);
        for (; done < count && !stop(); done++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var epochs = round.Epoch - 1.0 + ((double)(begin + done) / batches.Count);
            loss += steps.Take(batches[begin + done], random, epochs, round.RateFactor);
            samples += batches[begin + done].Positions.Length;
        }

        return new PartResult
        {
            State = StateVector.Read(encoder, optimizer),
            Samples = samples,
            Steps = done,
            LossSum = loss,
            Seconds = _time.GetElapsedTime(started).TotalSeconds,
        };
    }

    /// <summary>Ranks items for users of this part, best first; somebody without a history before the time is not ranked for.</summary>
    /// <exception cref="DatasetException">A user is not of this part.</exception>
    public int[][] Rank(PartRanking ranking, IReadOnlyList<string> users, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ranking);
        ArgumentNullException.ThrowIfNull(users);
        using var session = TorchSession.Begin(_plan.Options.TorchThreads, _plan.Options.Seed, cancellationToken);
        var (encoder, _) = Model();
        StateVector.Write(ranking.Weights.Span, encoder);
        var prior = ranking.Popularity.Length == 0 ? null : new PopularityPrior(ranking.PriorWeight, ranking.Popularity);
        EvaluationCase[] cases = [.. users.Select(id => new EvaluationCase(IndexOf(id), _data.HistoryOf(IndexOf(id), ranking.From), []))];
        return new RankingEvaluator(cases, ranking.Candidates, _plan.Options.Threads)
            .Rank(new SequenceScorer(encoder, _plan.Options.MaxLength, prior), cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _encoder?.Dispose();
        _optimizer?.Dispose();
    }

    private int IndexOf(string user) => _userIndex.TryGetValue(user, out var index)
        ? index
        : throw new DatasetException("user", $"part {_users.Index} of {_users.Count} does not hold a user that it is asked for.");

    // Epochs of the refit are counted on from those before it, so that none mixes its batches as another one did.
    private int EpochOf(TrainingRound round) => round.Refit ? _plan.Options.Epochs + round.Epoch : round.Epoch;

    private (SequenceEncoder Encoder, AdamWOptimizer Optimizer) Model()
    {
        _encoder ??= _plan.Options.CreateEncoder(_plan.Items.Count, _plan.Types.Count);
        _optimizer ??= new AdamWOptimizer(_encoder.named_parameters(), _fit.Options.LearningRate, _fit.Options.WeightDecay);
        return (_encoder, _optimizer);
    }
}
