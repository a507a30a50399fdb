using Orleans.Reco.Core;

namespace Orleans.Reco.Inference.Tests;

public sealed class BatchScorerTests : IDisposable
{
    private const int Items = 300;

    private readonly TestTenant _tenant = new(Items);
    private readonly ServingModel _model;

    public BatchScorerTests() => _model = _tenant.Serve(Items);

    public void Dispose() => _tenant.Dispose();

    [Fact]
    public void TheOrderIsThatOfDotProductAndNeighbours()
    {
        // Retrieval finds no more than it is asked for, so that neighbours must come in through their own source.
        var query = Scorers.Query(TestTenant.History(3, 14, 15, 92, 65), count: 20);
        var result = _tenant.Score(query, new ScoringOptions { CandidatesPerList = 0 });
        Assert.Equal(_model.Version, result.ModelVersion);
        Assert.Equal(Scorers.Expected(_model, result, query, Enumerable.Range(0, Items)), result.Ordinals());
        Assert.False(result.Degraded);
        var scores = Array.ConvertAll(result.Candidates.Span.ToArray(), candidate => candidate.Score);
        Assert.Equal(scores.OrderDescending(), scores);
    }

    [Fact]
    public void AQueryAllocatesLittleMoreThanItsResult()
    {
        // A result of 100 candidates has 1.6 KB. Lists and arrays of candidates are kept from batch to batch.
        const int queries = 32;
        const long budget = 8 * 1024;
        using var tenant = new TestTenant(Items);
        tenant.Serve(Items, new TestBundleOptions { Ranker = true });
        var scorer = Scorers.Create(tenant);
        var batch = Enumerable.Range(0, queries)
            .Select(user => Scorers.Query(TestTenant.History([.. Enumerable.Range(0, 50).Select(i => (user + (7 * i)) % Items)]), count: 100))
            .ToArray();
        scorer.Score(batch);
        scorer.Score(batch);
        var before = GC.GetAllocatedBytesForCurrentThread();
        scorer.Score(batch);
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / queries, 0, budget);
    }

    [Fact]
    public void AllUsersOfABatchGetWhatTheyGetAlone()
    {
        var random = new Random(11);
        var queries = Enumerable.Range(0, 40)
            .Select(_ => Scorers.Query(TestTenant.History([.. Enumerable.Range(0, random.Next(1, 60)).Select(_ => random.Next(Items))])))
            .ToArray();
        var together = Scorers.Create(_tenant).Score(queries);
        for (var i = 0; i < queries.Length; i++)
        {
            Assert.Equal(_tenant.Score(queries[i]).Ordinals(), together[i].Ordinals());
        }
    }

    [Fact]
    public void ABatchLeavesNothingToTheNext()
    {
        var random = new Random(12);
        var scorer = Scorers.Create(_tenant);
        for (var batch = 0; batch < 20; batch++)
        {
            var queries = Enumerable.Range(0, random.Next(1, 12)).Select(_ => AnyQuery(random)).ToArray();
            var results = scorer.Score(queries);
            for (var i = 0; i < queries.Length; i++)
            {
                var alone = _tenant.Score(queries[i]);
                Assert.Equal(alone.Ordinals(), results[i].Ordinals());
                Assert.Equal(alone.Vector.IsEmpty, results[i].Vector.IsEmpty);
                AssertNear(alone.State, results[i].State);
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(9)]
    public void AStateThatIsSteppedEqualsTheHistoryEncoded(int pending)
    {
        int[] all = [5, 6, 7, 8, 9, 10, 11, 12, 13];
        var before = _tenant.Score(Scorers.Query(TestTenant.History(all[..^pending])));
        var whole = _tenant.Score(Scorers.Query(TestTenant.History(all)));
        var stepped = _tenant.Score(Scorers.Query(TestTenant.History(all)) with { State = before.State, Pending = pending });
        AssertNear(whole.State, stepped.State);
        AssertNear(whole.Vector, stepped.Vector);
        Assert.Equal(whole.Ordinals(), stepped.Ordinals());
    }

    [Fact]
    public void UsersWithDifferentNumbersOfPendingEventsStepTogether()
    {
        var random = new Random(4);
        var queries = new List<ScoreQuery>();
        var whole = new List<ScoreResult>();
        for (var i = 0; i < 30; i++)
        {
            int[] all = [.. Enumerable.Range(0, 12).Select(_ => random.Next(Items))];
            var pending = random.Next(0, 8);
            var before = _tenant.Score(Scorers.Query(TestTenant.History(all[..^pending])));
            queries.Add(Scorers.Query(TestTenant.History(all)) with { State = before.State, Pending = pending });
            whole.Add(_tenant.Score(Scorers.Query(TestTenant.History(all))));
        }

        var stepped = Scorers.Create(_tenant).Score(queries);
        for (var i = 0; i < queries.Count; i++)
        {
            AssertNear(whole[i].State, stepped[i].State);
            Assert.Equal(whole[i].Ordinals(), stepped[i].Ordinals());
        }
    }

    [Fact]
    public void AStateThatCannotBeUsedIsEncodedAnew()
    {
        var query = Scorers.Query(TestTenant.History(1, 2, 3));
        var whole = _tenant.Score(query);
        var wrong = new float[24];
        Array.Fill(wrong, 0.5f);
        Embedding[] states =
        [
            new(new Packed<float>(wrong), "20250101T000000Z-00000000"),
            new(new Packed<float>(wrong[..23]), _model.Version),
            new(new Packed<float>([.. wrong[..23], float.NaN]), _model.Version),
        ];
        foreach (var state in states)
        {
            Assert.Equal(whole.State, _tenant.Score(query with { State = state, Pending = 1 }).State);
        }

        var usable = new Embedding(new Packed<float>(wrong), _model.Version);
        Assert.Equal(whole.State, _tenant.Score(query with { State = usable, Pending = 4 }).State);
        Assert.NotEqual(whole.State, _tenant.Score(query with { State = usable, Pending = 1 }).State);
    }

    [Fact]
    public void WithNothingPendingTheVectorOfTheQueryIsTaken()
    {
        var query = Scorers.Query(TestTenant.History(1, 2, 3));
        var whole = _tenant.Score(query);
        var kept = query with { State = whole.State, Vector = whole.Vector, Pending = 0 };
        var again = _tenant.Score(kept);
        Assert.Equal((whole.State, whole.Vector), (again.State, again.Vector));
        Assert.Equal(whole.Ordinals(), again.Ordinals());

        // It is taken, not made anew: another one gives another list.
        var turned = new Embedding(new Packed<float>([.. whole.Vector.Values.Span.ToArray().Select(value => -value)]), _model.Version);
        Assert.NotEqual(whole.Ordinals(), _tenant.Score(kept with { Vector = turned }).Ordinals());

        // But not one that is of another model, broken, older than the history or without its state.
        var values = turned.Values.Span.ToArray();
        ScoreQuery[] unusable =
        [
            kept with { Vector = new Embedding(turned.Values, "20250101T000000Z-00000000") },
            kept with { Vector = new Embedding(new Packed<float>(values[1..]), _model.Version) },
            kept with { Vector = new Embedding(new Packed<float>([float.NaN, .. values[1..]]), _model.Version) },
            kept with { Vector = turned, State = default, Pending = 3 },
            kept with { Vector = turned, State = default },
        ];
        Assert.All(unusable, other => Assert.Equal(whole.Ordinals(), _tenant.Score(other).Ordinals()));
    }

    [Fact]
    public void EventsThatTheModelDoesNotKnowDoNotMoveTheUser()
    {
        var known = _tenant.Score(Scorers.Query(TestTenant.History(1, 2)));
        HistoryEvent[] mixed =
        [
            TestTenant.Event(1), TestTenant.Event(Items + 7), TestTenant.Event(HistoryEvent.NoItem, InteractionType.Search),
            TestTenant.Event(2), TestTenant.Event(3, InteractionType.Impression),
        ];
        Assert.Equal(known.State, _tenant.Score(Scorers.Query(new Packed<HistoryEvent>(mixed))).State);
    }

    [Fact]
    public void AUserWithoutKnownEventsGetsPopularItemsAndTheZeroState()
    {
        var cold = _tenant.Score(Scorers.Query(count: 5));
        Assert.Equal(_model.Version, cold.ModelVersion);
        Assert.True(cold.Vector.IsEmpty);
        Assert.All(cold.State.Values.Span.ToArray(), value => Assert.Equal(0f, value));
        Assert.Equal(_tenant.Snapshot.Rankings.Popular()[..5].ToArray(), cold.Ordinals());

        // The zero state is where steps begin, and a state without events stays one.
        var stepped = _tenant.Score(Scorers.Query(TestTenant.History(8)) with { State = cold.State, Pending = 1 });
        AssertNear(_tenant.Score(Scorers.Query(TestTenant.History(8))).State, stepped.State);
        var still = _tenant.Score(Scorers.Query(count: 5) with { State = cold.State });
        Assert.Equal(cold.Ordinals(), still.Ordinals());
        Assert.True(still.Vector.IsEmpty);
    }

    [Fact]
    public void GivenCandidatesAreScoredAndNothingElse()
    {
        int[] candidates = [9, 4, 200, 4, 77, Items + 5, -1];
        var query = Scorers.Query(TestTenant.History(1, 2, 3), count: 100) with
        {
            Candidates = new Packed<int>(candidates),
            Excluded = new Packed<int>([77]),
        };
        var result = _tenant.Score(query);
        Assert.Equal(Scorers.Expected(_model, result, query, [9, 4, 200]), result.Ordinals());
    }

    [Fact]
    public void AnEncoderWithoutStepsEncodesEachTime()
    {
        _ = _tenant.Serve(Items, new TestBundleOptions { Step = false, Seed = 2 });
        var result = _tenant.Score(Scorers.Query(TestTenant.History(1, 2, 3)));
        Assert.True(result.State.IsEmpty);
        Assert.Equal(16, result.Vector.Dimension);
    }

    [Fact]
    public void TheItemThatBroughtANeighbourIsNamed()
    {
        var result = _tenant.Score(Scorers.Query(TestTenant.History(42), count: Items));
        var neighbours = _model.Neighbours!.Of(42).Select(neighbour => neighbour.Ordinal).ToHashSet();
        Assert.NotEmpty(neighbours);
        foreach (var candidate in result.Candidates.Span)
        {
            Assert.Equal(neighbours.Contains(candidate.Ordinal) ? 42 : HistoryEvent.NoItem, candidate.Because);
        }
    }

    [Fact]
    public void TenantsOfABatchAreScoredApart()
    {
        using var other = new TestTenant(20);
        var scorer = new BatchScorer(new Pair(_tenant, other), InteractionTypes.Default, new ScoringOptions(), Scorers.Clock);
        var mine = Scorers.Query(TestTenant.History(1), count: 30);
        var results = scorer.Score([mine, mine with { Tenant = "other" }, mine]);
        Assert.Equal(_model.Version, results[0].ModelVersion);
        Assert.Equal(ScoreResult.NoModel, results[1].ModelVersion);
        Assert.Equal(20, results[1].Candidates.Length);
        Assert.Equal(results[0].Candidates, results[2].Candidates);
    }

    [Fact]
    public void AModelThatWentAwayBeforeItsLeaseIsLookedUpAgain()
    {
        var successor = ServingModelOf(seed: 9);
        _model.Dispose();
        var snapshots = new Sequence([_tenant.Snapshot, _tenant.Snapshot with { Model = successor }]);
        var scorer = new BatchScorer(snapshots, InteractionTypes.Default, new ScoringOptions(), Scorers.Clock);
        Assert.Equal(successor.Version, scorer.Score([Scorers.Query(TestTenant.History(1))])[0].ModelVersion);
    }

    [Fact]
    public void ASnapshotThatKeepsAnUnloadedModelIsAnError()
    {
        _model.Dispose();
        var error = Assert.Throws<InvalidOperationException>(() => _tenant.Score(Scorers.Query(TestTenant.History(1))));
        Assert.Contains(_model.Version, error.Message, StringComparison.Ordinal);
    }

    /// <summary>A user without events, one to encode whole, one to step, or one of whom nothing is pending; with exclusions of their own.</summary>
    private ScoreQuery AnyQuery(Random random)
    {
        int[] all = [.. Enumerable.Range(0, random.Next(0, 12)).Select(_ => random.Next(Items))];
        var pending = random.Next(0, all.Length + 1);
        var before = _tenant.Score(Scorers.Query(TestTenant.History(all[..^pending])));
        var query = Scorers.Query(TestTenant.History(all)) with { Excluded = new Packed<int>([.. all.Distinct().Order()]) };
        return random.Next(2) == 0 ? query : query with { State = before.State, Vector = before.Vector, Pending = pending };
    }

    private static void AssertNear(Embedding expected, Embedding actual)
    {
        Assert.Equal(expected.ModelVersion, actual.ModelVersion);
        Assert.Equal(expected.Dimension, actual.Dimension);
        for (var i = 0; i < expected.Dimension; i++)
        {
            Assert.Equal(expected.Values[i], actual.Values[i], 1e-5f);
        }
    }

    private ServingModel ServingModelOf(int seed)
    {
        using var folder = new BundleFolder();
        var bundle = folder.Bundle(TestTenant.Ids(Items), new TestBundleOptions { Seed = seed });
        return ServingModel.Load(bundle, _tenant.Catalog, TestTenant.Sessions);
    }

    private sealed class Pair(ITenantSnapshots first, ITenantSnapshots other) : ITenantSnapshots
    {
        public TenantSnapshot Get(string tenant) => (tenant == "other" ? other : first).Get(tenant);
    }

    private sealed class Sequence(IEnumerable<TenantSnapshot> snapshots) : ITenantSnapshots
    {
        private readonly Queue<TenantSnapshot> _snapshots = new(snapshots);

        public TenantSnapshot Get(string tenant) => _snapshots.Dequeue();
    }
}
