using CsCheck;
using Orleans.Reco.Core;
using Orleans.Reco.Testing;

namespace Orleans.Reco.Learning.Tests;

[Collection(nameof(Torch))]
public sealed class PartsTests
{
    private static readonly TrainingOptions Small = new()
    {
        Dimension = 16,
        StateDimension = 24,
        Epochs = 4,
        Patience = 4,
        BatchSize = 4,
        LearningRate = 0.01,
        Dropout = 0.1,
        MaxLength = 20,
        Threads = 1,
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void EveryUserIsInOnePartAndSqlAgrees()
    {
        using var db = new DuckDb(1, Cancellation);
        Gen.Select(Gen.String.Array[1, 30], Gen.Int[1, 16]).Sample(
            (users, count) =>
            {
                foreach (var user in users.Where(user => !user.Contains('\0', StringComparison.Ordinal) && user.All(c => !char.IsSurrogate(c))))
                {
                    var parts = Enumerable.Range(0, count).Where(part => new UserPartition(part, count).Contains(user)).ToArray();
                    Assert.Single(parts);
                    Assert.Equal(1, db.Count($"SELECT count(*) WHERE {new UserPartition(parts[0], count).ToSql(DuckDb.Text(user))}"));
                }
            },
            iter: 50,
            threads: 1);
    }

    [Fact]
    public void TheRoundsOfAnEpochTakeEveryBatchOnce() => Gen.Select(Gen.Int[0, 500], Gen.Int[1, 60]).Sample((batches, rounds) =>
    {
        var taken = Enumerable.Range(0, rounds).SelectMany(round => Enumerable.Range(0, batches).Take(Round(round, rounds).BatchesOf(batches)));
        Assert.Equal(Enumerable.Range(0, batches), taken);
    });

    [Fact]
    public void TheAverageLiesBetweenItsPartsAndIsOneOfThemWhereTheyAreEqual() => Gen
        .Select(Gen.Float[-10, 10].Array[8], Gen.Double[0.1, 1000]).Array[1, 6]
        .Sample(parts =>
        {
            var mean = WeightedAverage.Of([.. parts.Select(part => ((ReadOnlyMemory<float>)part.Item1, part.Item2))]);
            var doubled = WeightedAverage.Of([.. parts.Select(part => ((ReadOnlyMemory<float>)part.Item1, part.Item2 * 2))]);
            for (var i = 0; i < mean.Length; i++)
            {
                Assert.InRange(mean[i], parts.Min(part => part.Item1[i]) - 1e-4f, parts.Max(part => part.Item1[i]) + 1e-4f);
                Assert.Equal(mean[i], doubled[i]);
            }

            Assert.Equal(parts[0].Item1, WeightedAverage.Of([(parts[0].Item1, parts[0].Item2)]));
        });

    [Fact]
    public async Task APartThatIsMadeAgainDoesARoundAsTheOneBefore()
    {
        using var folder = new TempFolder();
        await ImportShop(folder);
        var plan = Plan(folder);
        using var first = Part(folder, plan);
        using var second = Part(folder, plan);
        var state = State(plan);
        var other = first.Run(Round(0, 3), state, () => false, Cancellation);
        var once = first.Run(Round(1, 3), other.State.Span, () => false, Cancellation);
        var again = second.Run(Round(1, 3), other.State.Span, () => false, Cancellation);
        Assert.Equal(once.State.ToArray(), again.State.ToArray());
        Assert.Equal((once.Samples, once.Steps, once.LossSum), (again.Samples, again.Steps, again.LossSum));
        Assert.NotEqual(state, other.State.ToArray());
        Assert.True(once.Samples > 0, "it has learnt from something");

        var steps = 0;
        var stopped = second.Run(Round(1, 3), other.State.Span, () => steps++ == 2, Cancellation);
        Assert.Equal(2, stopped.Steps);
        Assert.InRange(stopped.Samples, 1, once.Samples - 1);
    }

    [Fact]
    public async Task PartsReachWhatOneTrainerReachesAndMeasureTheSame()
    {
        using var folder = new TempFolder();
        await ImportShop(folder);
        var alone = await Train(folder, "alone", null);
        using var parts = new LocalTrainingParts(folder.In("data"), 3);
        var first = await Train(folder, "first", parts);
        var second = await Train(folder, "second", parts);
        Assert.Equal(first.MetricsTable["encoder"].Ndcg10, second.MetricsTable["encoder"].Ndcg10);
        Assert.True(first.MetricsTable["encoder"].Ndcg10 >= 0.95 * alone.MetricsTable["encoder"].Ndcg10, $"{first.MetricsTable["encoder"]}, alone {alone.MetricsTable["encoder"]}");
        Assert.Equal("3", first.Manifest.Parameters["parts"]);

        // ALS by blocks is ALS, but for the order of summation, which may turn two items whose scores are the same.
        Assert.False(first.Manifest.Parameters.ContainsKey("parts.alsAlone"));
        Assert.Equal(alone.MetricsTable["ials"].Recall20, first.MetricsTable["ials"].Recall20, 1e-3);
        Assert.Equal(alone.MetricsTable["ials"].Ndcg10, first.MetricsTable["ials"].Ndcg10, 1e-3);

        // The encoder's row was ranked by the parts; here it is ranked by the bundle's own graphs.
        var served = await BundleEvaluator.EvaluateAsync(folder.In("data"), first.BundleFolder, cancellationToken: Cancellation);
        Assert.Equal(served["encoder"].Ndcg10, first.MetricsTable["encoder"].Ndcg10, 4);
        Assert.Equal(served["encoder"].Coverage10, first.MetricsTable["encoder"].Coverage10, 2);
    }

    [Fact]
    public async Task RankedByPartsTheNumbersAreTheSameToTheLastDigit()
    {
        using var folder = new TempFolder();
        await ImportShop(folder);
        var data = DatasetReader.Read(folder.In("data"), InteractionTypes.Default, Cancellation);
        var plan = Plan(folder);
        _ = TorchSharp.torch.manual_seed(3);
        using var encoder = Small.CreateEncoder(plan.Items.Count, plan.Types.Count);
        var evaluator = new RankingEvaluator(TemporalSplit.Cases(data, plan.HoldoutFrom), TemporalSplit.ItemsBefore(data, plan.HoldoutFrom), 1);
        var here = evaluator.Evaluate(new SequenceScorer(encoder, Small.MaxLength), Cancellation);
        using var parts = new LocalTrainingParts(folder.In("data"), 4);
        _ = await parts.PrepareAsync(plan, Cancellation);
        var there = PartsRanking.Evaluate(evaluator, data, 4, (candidates, users) => parts.RankAsync(
            new PartRanking { From = plan.HoldoutFrom, Candidates = candidates, Weights = StateVector.Read(encoder) }, users, Cancellation).Result);
        Assert.Equal(here.Cutoffs, there.Cutoffs);
        Assert.Equal(here.Coverage10, there.Coverage10);
    }

    [Fact]
    public async Task ALeadGoesOnFromTheLastRoundAndAloneWhereThePartsAreLost()
    {
        using var folder = new TempFolder();
        await ImportShop(folder);
        using var parts = new LocalTrainingParts(folder.In("data"), 2);
        var whole = await Train(folder, "whole", parts);
        var checkpoint = new FileCheckpoint(folder.In("checkpoint"));
        parts.Before = round => _ = round is { Epoch: 2, Index: 1 } ? throw new InvalidOperationException("The silo is gone.") : 0;
        await Assert.ThrowsAsync<InvalidOperationException>(() => Train(folder, "broken", parts, checkpoint));
        var rounds = 0;
        parts.Before = _ => rounds++;
        var resumed = await Train(folder, "resumed", parts, checkpoint);
        Assert.Equal(whole.MetricsTable["served"].Cutoffs, resumed.MetricsTable["served"].Cutoffs);
        Assert.True(rounds < parts.Seconds.Count / 2, "rounds before the checkpoint are not done again");

        parts.BeforeAls = step => _ = step.Iteration == 2 ? throw new PartsLostException("Part 1 was late.") : 0;
        parts.Before = round => _ = round.Epoch == 2 ? throw new PartsLostException("All silos are gone.") : 0;
        var alone = await Train(folder, "alone", parts);
        Assert.Equal("Part 1 was late.", alone.Manifest.Parameters["parts.alsAlone"]);
        Assert.Equal(whole.MetricsTable["ials"].Recall20, alone.MetricsTable["ials"].Recall20, 1e-3);
        Assert.Equal("All silos are gone.", alone.Manifest.Parameters["parts.lost"]);
        Assert.True(alone.MetricsTable["encoder"].Ndcg10 > alone.MetricsTable["popularity"].Ndcg10, "it has learnt to the end");
    }

    private static TrainingRound Round(int index, int count) =>
        new() { Number = index + 1, Epoch = 1, Epochs = 4, Index = index, Count = count, Steps = 10 * index, RateFactor = 1 };

    private static PartTrainer Part(TempFolder folder, PartPlan plan) =>
        new(folder.In("data"), plan, new UserPartition(1, 2), InteractionTypes.Default, TimeProvider.System, Cancellation);

    private static PartPlan Plan(TempFolder folder)
    {
        var data = DatasetReader.Read(folder.In("data"), InteractionTypes.Default, Cancellation);
        var split = TemporalSplit.Create(data, 0.1, 0.1);
        var plan = new PartPlan
        {
            Items = data.Items,
            Types = [.. data.Types.Select(type => type.Name)],
            ValidationFrom = split.ValidationFrom,
            HoldoutFrom = split.HoldoutFrom,
            Options = Small,
        };
        return PartPlan.FromBytes(plan.ToBytes());
    }

    private static float[] State(PartPlan plan)
    {
        _ = TorchSharp.torch.manual_seed(2);
        using var encoder = Small.CreateEncoder(plan.Items.Count, plan.Types.Count);
        using var optimizer = new AdamWOptimizer(encoder.named_parameters(), 0.01, 0);
        return StateVector.Read(encoder, optimizer);
    }

    private static Task ImportShop(TempFolder folder) => DatasetImporter.ImportAsync(
        new ImportOptions { Files = [folder.File("log.csv", TestShop.Csv(items: 60))], Output = folder.In("data") }, Cancellation);

    private static Task<TrainingResult> Train(TempFolder folder, string name, LocalTrainingParts? parts, ITrainingCheckpoint? checkpoint = null) =>
        new ModelTrainer(TimeProvider.System).TrainAsync(
            new TrainingRequest
            {
                DatasetFolder = folder.In("data"),
                BundleFolder = folder.In(name),
                Options = Small,
                Parts = parts,
                PartsOptions = new PartsOptions { MinInteractions = 0, LocalSteps = 5, CheckpointInterval = TimeSpan.Zero },
                Checkpoint = checkpoint,
            },
            cancellationToken: Cancellation);
}
