using Orleans.Reco.Core;
using Orleans.Reco.Inference;

namespace Orleans.Reco.Learning.Tests;

[Collection(nameof(Torch))]
public sealed class ModelTrainerTests
{
    private static readonly TrainingOptions Small = new()
    {
        Dimension = 16,
        StateDimension = 24,
        Epochs = 8,
        Patience = 8,
        LearningRate = 0.01,
        Dropout = 0.1,
        MaxLength = 20,
        Threads = 1,
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(5_000)]
    [InlineData(0)]
    public async Task LearntStructureBeatsPopularityAndServesAsMeasured(int fullSoftmaxItems)
    {
        using var folder = new TempFolder();
        await ImportShop(folder);
        var progress = new Recorder();
        var result = await Train(folder, Small with { FullSoftmaxItems = fullSoftmaxItems, Negatives = 30 }, "bundle", progress);
        var table = result.MetricsTable;
        Assert.Equal(["popularity", "item-knn", "ials", "encoder", "served"], table.Rows.Select(r => r.Model));
        Assert.True(table["encoder"].Ndcg10 > 1.5 * table["popularity"].Ndcg10, $"encoder {table["encoder"]}, popularity {table["popularity"]}");
        Assert.True(table["encoder"].HitRate10 > table["popularity"].HitRate10);
        Assert.True(table["served"].Ndcg10 > table["popularity"].Ndcg10);
        AssertProgress(progress.Reports);

        // The ONNX graphs, through the sessions that serve, must give the numbers that the manifest claims.
        var served = await BundleEvaluator.EvaluateAsync(folder.In("data"), result.BundleFolder, cancellationToken: Cancellation);
        foreach (var model in new[] { "popularity", "encoder", "served" })
        {
            Assert.Equal(table[model].Ndcg10, served[model].Ndcg10, 4);
            Assert.Equal(table[model].HitRate10, served[model].HitRate10, 4);
        }

        Assert.Equal(result.Manifest.Metrics["served.ndcg@10"], served["served"].Ndcg10, 4);
        var bundle = ModelBundle.Open(result.BundleFolder);
        Assert.Equal(new() { ["1"] = 1, ["4"] = 2 }, bundle.Manifest.EventTypes);
        Assert.Equal(60, bundle.ItemIds.Count);
        Assert.Equal(20, bundle.Manifest.Neighbours);
    }

    [Fact]
    public async Task TheSameSeedGivesTheSameMetrics()
    {
        using var folder = new TempFolder();
        await ImportShop(folder);
        var options = Small with { Epochs = 2 };
        var first = await Train(folder, options, "first");
        var second = await Train(folder, options, "second");
        var other = await Train(folder, options with { Seed = 2 }, "other");
        foreach (var row in first.MetricsTable.Rows)
        {
            Assert.Equal(row.Ndcg10, second.MetricsTable[row.Model].Ndcg10, 4);
            Assert.Equal(row.HitRate10, second.MetricsTable[row.Model].HitRate10, 4);
        }

        Assert.Equal(first.Manifest.DataFingerprint, second.Manifest.DataFingerprint);
        Assert.NotEqual(first.MetricsTable["encoder"].Ndcg10, other.MetricsTable["encoder"].Ndcg10);
    }

    [Fact]
    public async Task EventLogSegmentsTrainWithoutADatasetFolder()
    {
        using var folder = new TempFolder();
        var segment = Segment(folder, "user_id");
        var request = new TrainingRequest
        {
            EventLogSegments = [segment, segment],
            BundleFolder = folder.In("bundle"),
            Tenant = "shop",
            Version = "20240101T000000Z-0000000a",
            Parent = "20230101T000000Z-0000000a",
            Options = Small with { Epochs = 1, MaxDuration = TimeSpan.FromMinutes(5) },
        };
        var result = await new ModelTrainer(TimeProvider.System).TrainAsync(request, cancellationToken: Cancellation);
        Assert.Equal(120 * 12, result.Cleaning!.RowsKept);
        Assert.Equal(120 * 12, result.Cleaning.Steps.Single(s => s.Name == "duplicate").Dropped);
        var manifest = ModelBundle.Open(result.BundleFolder).Manifest;
        Assert.Equal(("shop", request.Version, request.Parent), (manifest.Tenant, manifest.Version, manifest.Parent));
    }

    [Fact]
    public async Task WhatUsersAreCalledInALogChangesNothing()
    {
        using var folder = new TempFolder();
        var tables = new List<MetricsTable>();
        foreach (var name in new[] { "md5(user_id)", "md5('other' || user_id)" })
        {
            var request = new TrainingRequest
            {
                EventLogSegments = [Segment(folder, name)],
                BundleFolder = folder.In($"bundle{tables.Count}"),
                Options = Small with { Epochs = 2 },
            };
            tables.Add((await new ModelTrainer(TimeProvider.System).TrainAsync(request, cancellationToken: Cancellation)).MetricsTable);
        }

        Assert.All(tables[0].Rows, row => Assert.Equal((row.Ndcg10, row.HitRate10), (tables[1][row.Model].Ndcg10, tables[1][row.Model].HitRate10)));
    }

    [Fact]
    public async Task AWarmStartGoesOnFromTheParent()
    {
        using var folder = new TempFolder();
        await ImportShop(folder);
        var parent = await Train(folder, Small, "parent");
        var once = Small with { Epochs = 1, RefitShare = 0, LearningRate = 0.001 };
        var cold = await Train(folder, once, "cold");
        var warm = await new ModelTrainer(TimeProvider.System).TrainAsync(
            new TrainingRequest
            {
                DatasetFolder = folder.In("data"),
                BundleFolder = folder.In("warm"),
                WarmStartFolder = parent.BundleFolder,
                Options = once,
            },
            cancellationToken: Cancellation);
        Assert.True(
            warm.MetricsTable["encoder"].Ndcg10 > 1.2 * cold.MetricsTable["encoder"].Ndcg10,
            $"warm {warm.MetricsTable["encoder"].Ndcg10}, cold {cold.MetricsTable["encoder"].Ndcg10}");
    }

    [Fact]
    public async Task TheGateSeesAPoisonedBundleAndLetsAnEqualOnePass()
    {
        using var folder = new TempFolder();
        await ImportShop(folder);
        var parent = await Train(folder, Small, "parent");
        var ids = ModelBundle.Open(parent.BundleFolder).ItemIds;
        _ = Testing.TestBundles.Write(folder.In("poisoned"), ids, new Testing.TestBundleOptions { NeighbourWeight = 0 });

        var equal = await GateEvaluator.EvaluateAsync(folder.In("data"), parent.BundleFolder, parent.BundleFolder, cancellationToken: Cancellation);
        Assert.Null(RefreshGate.Refusal(RefreshGate.Check(equal, new RefreshGateOptions())));
        Assert.Equal((0, 0), (equal[GateMetrics.DifferenceLow], equal[GateMetrics.DifferenceHigh]));
        Assert.Equal(parent.Manifest.Metrics["served.ndcg@10"], equal[GateMetrics.Candidate], 4);

        var poisoned = await GateEvaluator.EvaluateAsync(folder.In("data"), folder.In("poisoned"), parent.BundleFolder, cancellationToken: Cancellation);
        var refusal = RefreshGate.Refusal(RefreshGate.Check(poisoned, new RefreshGateOptions { MinGainOverPopularity = 0 }));
        Assert.Contains("less that of the model in service", refusal, StringComparison.Ordinal);
        Assert.True(poisoned[GateMetrics.DifferenceHigh] < 0);

        // All that the floors look at is there, measured for both.
        Assert.All(
            new[] { GateMetrics.CandidateCoverage, GateMetrics.ParentCoverage, GateMetrics.ColdUsers, GateMetrics.CandidateColdRecall, GateMetrics.ParentColdRecall },
            metric => Assert.Contains(metric, poisoned));
        Assert.Equal(equal[GateMetrics.ParentCoverage], poisoned[GateMetrics.ParentCoverage]);
        Assert.True(poisoned[GateMetrics.ParentCoverage] > 0);
    }

    [Fact]
    public async Task TheGateLooksOnlyAtWhatNeitherBundleHasSeen()
    {
        using var folder = new TempFolder();
        await ImportShop(folder);
        var trained = await Train(folder, Small with { Epochs = 1 }, "trained");
        var manifest = Path.Combine(folder.In("trained"), BundleFiles.Manifest);
        var seenAll = trained.Manifest.TrainedTo!.Value.AddYears(1).ToString("yyyy");
        await File.WriteAllTextAsync(
            manifest,
            (await File.ReadAllTextAsync(manifest, Cancellation)).Replace(
                $"\"trainedTo\": \"{trained.Manifest.TrainedTo.Value:yyyy}", $"\"trainedTo\": \"{seenAll}", StringComparison.Ordinal),
            Cancellation);
        var metrics = await GateEvaluator.EvaluateAsync(folder.In("data"), trained.BundleFolder, null, cancellationToken: Cancellation);
        Assert.Equal(0, metrics[GateMetrics.Users]);

        // Nor at what the one in service has seen, whatever the candidate has.
        var fresh = await Train(folder, Small with { Epochs = 1 }, "fresh");
        var alone = await GateEvaluator.EvaluateAsync(folder.In("data"), fresh.BundleFolder, null, cancellationToken: Cancellation);
        Assert.True(alone[GateMetrics.Users] > 0);
        var beside = await GateEvaluator.EvaluateAsync(
            folder.In("data"), fresh.BundleFolder, trained.BundleFolder, cancellationToken: Cancellation);
        Assert.Equal(0, beside[GateMetrics.Users]);
    }

    [Fact]
    public async Task TooLittleDataSaysHowMuchIsNeeded()
    {
        using var folder = new TempFolder();
        await ImportShop(folder, users: 5);
        var error = await Assert.ThrowsAsync<DatasetException>(() => Train(folder, Small, "bundle"));
        Assert.Contains("at least 100 are needed", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.In("bundle")));
    }

    [Fact]
    public async Task ACancelledRunLeavesNoBundle()
    {
        using var folder = new TempFolder();
        await ImportShop(folder);
        using var source = new CancellationTokenSource();
        var progress = new Recorder { On = p => { if (p.Stage == TrainingStage.Encoder) { source.Cancel(); } } };
        var request = new TrainingRequest { DatasetFolder = folder.In("data"), BundleFolder = folder.In("bundle"), Options = Small };
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new ModelTrainer(TimeProvider.System).TrainAsync(request, progress, source.Token));
        Assert.False(Directory.Exists(folder.In("bundle")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ATrainingStandsBackWhereItIsToldTo(bool standsBack)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Linux alone has an idle class.");
        using var folder = new TempFolder();
        await ImportShop(folder);
        using var source = new CancellationTokenSource();
        var policy = "";
        var progress = new Recorder
        {
            // On the training thread. The policy is the 39th field behind the name, which is in parentheses; 5 is SCHED_IDLE.
            On = p =>
            {
                var stat = File.ReadAllText("/proc/thread-self/stat");
                policy = stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[38];
                source.Cancel();
            },
        };
        var request = new TrainingRequest
        {
            DatasetFolder = folder.In("data"),
            BundleFolder = folder.In("bundle"),
            Options = Small,
            StandsBack = standsBack,
        };
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new ModelTrainer(TimeProvider.System).TrainAsync(request, progress, source.Token));
        Assert.Equal(standsBack, policy == "5");
    }

    [Fact]
    public async Task OptionsOutsideTheirRangeAreNamed()
    {
        var request = new TrainingRequest { DatasetFolder = "x", BundleFolder = "y", Options = new() { LearningRate = double.NaN } };
        var error = await Assert.ThrowsAsync<DatasetException>(
            () => new ModelTrainer(TimeProvider.System).TrainAsync(request, cancellationToken: Cancellation));
        Assert.Equal("learningRate", error.Field);
    }

    private static void AssertProgress(List<TrainingProgress> reports)
    {
        Assert.Equal(TrainingStage.Done, reports[^1].Stage);
        Assert.Equal(1, reports[^1].Fraction);
        Assert.Equal(reports.Select(r => r.Fraction).Order(), reports.Select(r => r.Fraction));
        Assert.Equal(reports.Select(r => r.Stage).Order(), reports.Select(r => r.Stage));
        Assert.Contains(reports, r => r is { Epoch: 1, Loss: > 0, EventsPerSecond: > 0 });
    }

    /// <summary>A segment of an event log.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="user">What users are called, in SQL.</param>
    private static string Segment(TempFolder folder, string user)
    {
        var csv = folder.File("log.csv", TestShop.Csv(users: 120, items: 60));
        var segment = folder.In("segment.parquet");
        using var db = new DuckDb(1, Cancellation);
        db.Run($"""
            COPY (SELECT 'e' || row_number() OVER () AS event_id, {user} AS "user", item_id, event_type AS type, NULL::DOUBLE AS value,
              make_timestamptz(timestamp * 1000000) AS "timestamp", NULL::VARCHAR AS session_id FROM read_csv({DuckDb.Text(csv)}))
            TO {DuckDb.Text(segment)} (FORMAT parquet)
            """);
        return segment;
    }

    private static async Task ImportShop(TempFolder folder, int users = 150)
    {
        var csv = folder.File("log.csv", TestShop.Csv(users, items: 60));
        _ = await DatasetImporter.ImportAsync(new ImportOptions { Files = [csv], Output = folder.In("data") }, Cancellation);
    }

    private static Task<TrainingResult> Train(TempFolder folder, TrainingOptions options, string bundle, IProgress<TrainingProgress>? progress = null) =>
        new ModelTrainer(TimeProvider.System).TrainAsync(
            new TrainingRequest { DatasetFolder = folder.In("data"), BundleFolder = folder.In(bundle), Options = options }, progress, Cancellation);

    private sealed class Recorder : IProgress<TrainingProgress>
    {
        public List<TrainingProgress> Reports { get; } = [];

        public Action<TrainingProgress>? On { get; init; }

        public void Report(TrainingProgress value)
        {
            Reports.Add(value);
            On?.Invoke(value);
        }
    }
}
