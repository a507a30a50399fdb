using System.Runtime.InteropServices;
using Orleans.Reco.Core;

namespace Orleans.Reco.Inference;

/// <summary>
/// Scores the queries of a batch tenant by tenant and version by version, each with the snapshot and the model of one moment: encode the users,
/// retrieve for all of them in one search of the item vectors, or with the bundle's own scores, merge the other sources, rank. Not
/// thread-safe.
/// </summary>
internal sealed class BatchScorer(ITenantSnapshots snapshots, InteractionTypes types, ScoringOptions options, TimeProvider time)
    : IBatchScorer
{
    private readonly UserEncoder _encoder = new();
    private readonly CandidatePool _pool = new(types);
    private readonly RankerBatch _ranking = new();
    private readonly ItemScores _itemScores = new();
    private readonly List<QuerySlot> _slots = [];
    private readonly List<float> _vectors = [];
    private int[] _ordinals = [];
    private float[] _scores = [];

    public void Score(IReadOnlyList<ScoreQuery> queries, Action<int, ScoreResult> done)
    {
        // Nearly always a batch is of one tenant and one version.
        if (queries.All(query => IsLike(query, queries[0])))
        {
            if (queries.Count > 0)
            {
                ScoreTenant(queries[0].Tenant, queries[0].ModelVersion, [.. queries], done);
            }

            return;
        }

        foreach (var pinned in Enumerable.Range(0, queries.Count).GroupBy(i => (queries[i].Tenant, queries[i].ModelVersion)))
        {
            var positions = pinned.ToArray();
            ScoreTenant(
                pinned.Key.Tenant,
                pinned.Key.ModelVersion,
                Array.ConvertAll(positions, i => queries[i]),
                (i, result) => done(positions[i], result));
        }
    }

    /// <summary>The results in the order of the queries.</summary>
    public ScoreResult[] Score(IReadOnlyList<ScoreQuery> queries)
    {
        var results = new ScoreResult[queries.Count];
        Score(queries, (i, result) => results[i] = result);
        return results;
    }

    private static bool IsLike(ScoreQuery a, ScoreQuery b) => a.Tenant == b.Tenant && a.ModelVersion == b.ModelVersion;

    private void ScoreTenant(string tenant, string? version, ScoreQuery[] queries, Action<int, ScoreResult> done)
    {
        var snapshot = snapshots.Get(tenant);
        var lease = snapshot.ModelFor(version)?.TryAcquire();
        while (lease is null && snapshot.ModelFor(version) is { } gone)
        {
            // The model was replaced and unloaded between the two lines above: the next snapshot has its successor.
            snapshot = snapshots.Get(tenant);
            lease = snapshot.ModelFor(version)?.TryAcquire();
            if (lease is null && ReferenceEquals(snapshot.ModelFor(version), gone))
            {
                throw new InvalidOperationException($"The snapshot of tenant '{tenant}' holds model {gone.Version}, which is unloaded.");
            }
        }

        using (lease)
        {
            var now = time.Now();
            var filters = Array.ConvertAll(queries, query => QueryFilters.Create(snapshot, query, now));
            if (lease is null)
            {
                ScoreWithoutModel(snapshot, queries, filters, done);
            }
            else
            {
                ScoreWithModel(snapshot, lease.Model, queries, filters, done);
            }
        }
    }

    private void ScoreWithoutModel(TenantSnapshot snapshot, ScoreQuery[] queries, CandidateFilter[] filters, Action<int, ScoreResult> done)
    {
        for (var i = 0; i < queries.Length; i++)
        {
            var candidates = ModelFreeScorer.Score(snapshot, queries[i], filters[i], types);
            done(i, new ScoreResult { ModelVersion = ScoreResult.NoModel, Candidates = new Packed<ScoredCandidate>(candidates) });
        }
    }

    private void ScoreWithModel(
        TenantSnapshot snapshot, ServingModel model, ScoreQuery[] queries, CandidateFilter[] filters, Action<int, ScoreResult> done)
    {
        var started = time.GetTimestamp();
        var users = _encoder.Encode(model, queries);
        var encoded = time.GetTimestamp();
        _itemScores.Compute(model, users, queries);
        Retrieve(model, users, queries, filters);
        var ended = time.GetTimestamp();
        Record("encode", encoded - started);
        Record("retrieve", ended - encoded);

        // A ranker that runs user by user has nothing to gain from a batch: each list is given as soon as it is there, out of what the
        // processor still holds of it.
        var together = model.Ranker is not null && model.SplitRanker is null ? queries.Length : 1;
        var (merging, ranking) = (0L, 0L);
        for (var first = 0; first < queries.Length; first += together)
        {
            var group = first..(first + together);
            started = time.GetTimestamp();
            Merge(snapshot, model, users, queries, filters, group);
            ended = time.GetTimestamp();
            merging += ended - started;
            if (model.Ranker is not null)
            {
                _ranking.Run(model);
                ranking += time.GetTimestamp() - ended;
            }

            for (var i = group.Start.Value; i < group.End.Value; i++)
            {
                done(i, Result(snapshot, model, users, queries[i], filters[i], i));
            }
        }

        Record("merge", merging);
        if (model.Ranker is not null)
        {
            Record("rank", ranking);
        }
    }

    private void Merge(
        TenantSnapshot snapshot, ServingModel model, EncodedUsers users, ScoreQuery[] queries, CandidateFilter[] filters, Range group)
    {
        var (first, count) = group.GetOffsetAndLength(queries.Length);
        if (model.Ranker is not null)
        {
            _ranking.Begin(model, count, count * options.RankerDepth);
        }

        for (var i = first; i < first + count; i++)
        {
            if (users.IsKnown(i))
            {
                Merge(snapshot, model, queries[i], users.Vector(i), _itemScores.Of(i), filters[i], _slots[i]);
            }
        }
    }

    private ScoreResult Result(
        TenantSnapshot snapshot, ServingModel model, EncodedUsers users, ScoreQuery query, CandidateFilter filter, int position)
    {
        var slot = _slots[position];
        var known = users.IsKnown(position);
        var candidates = known
            ? Select(query, slot, model.Ranker is not null)
            : ModelFreeScorer.Score(snapshot, query, filter, types);
        return new ScoreResult
        {
            ModelVersion = model.Version,
            RankerVersion = known && slot.Ranked > 0 ? model.Ranker?.Version : null,
            State = users.StateOf(position),
            Vector = users.VectorOf(position),
            Candidates = new Packed<ScoredCandidate>(candidates),
        };
    }

    private void Retrieve(ServingModel model, EncodedUsers users, ScoreQuery[] queries, CandidateFilter[] filters)
    {
        _vectors.Clear();
        var asked = new List<CandidateFilter>(queries.Length);
        var nearest = new List<TopK>(queries.Length);
        for (var i = 0; i < queries.Length; i++)
        {
            if (_slots.Count <= i)
            {
                _slots.Add(new QuerySlot());
            }

            _slots[i].Nearest.Clear(Depth(model, queries[i]));
            if (!users.IsKnown(i) || !queries[i].Candidates.IsEmpty)
            {
                continue;
            }

            if (model.Scores is not null)
            {
                _itemScores.Offer(model, i, filters[i], _slots[i].Nearest);
            }
            else
            {
                _vectors.AddRange(users.Vector(i));
                asked.Add(filters[i]);
                nearest.Add(_slots[i].Nearest);
            }
        }

        if (nearest.Count > 0)
        {
            model.Index.Search(
                CollectionsMarshal.AsSpan(_vectors), nearest.Count, CollectionsMarshal.AsSpan(asked), CollectionsMarshal.AsSpan(nearest));
        }
    }

    // The best of dot product and neighbours are among all neighbours and the nearest by dot product alone, as neighbours only add:
    // to retrieve more than are returned or ranked would change nothing.
    private int Depth(ServingModel model, ScoreQuery query) =>
        model.Ranker is null ? query.Count : Math.Max(query.Count, options.RankerDepth);

    private void Merge(
        TenantSnapshot snapshot,
        ServingModel model,
        ScoreQuery query,
        ReadOnlySpan<float> user,
        ReadOnlySpan<float> itemScores,
        CandidateFilter filter,
        QuerySlot slot)
    {
        _pool.Begin(snapshot, model, query);
        if (query.Candidates.IsEmpty)
        {
            if (_ordinals.Length < slot.Nearest.Count)
            {
                (_ordinals, _scores) = (new int[slot.Nearest.Count], new float[slot.Nearest.Count]);
            }

            var found = slot.Nearest.DrainUnordered(_ordinals, _scores);
            _pool.AddPersonal(_ordinals.AsSpan(0, found), _scores.AsSpan(0, found));
            _pool.AddOthers(snapshot.Rankings, query.Category, filter, options.CandidatesPerList, popular: 0);
        }
        else
        {
            _pool.AddGiven(query.Candidates.Span, filter);
        }

        var scored = _pool.Score(snapshot, model, query, user, itemScores, filter, query.Count, slot.Candidates);
        slot.Ranked = model.Ranker is null ? 0 : Math.Min(scored, options.RankerDepth);
        slot.First = slot.Ranked == 0 ? 0
            : _ranking.Add(model, user, CollectionsMarshal.AsSpan(slot.Candidates)[..slot.Ranked], _pool);
    }

    private ScoredCandidate[] Select(ScoreQuery query, QuerySlot slot, bool reorder)
    {
        if (reorder)
        {
            _ranking.Reorder(slot.Candidates, slot.First, slot.Ranked);
        }

        var reserved = query.Candidates.IsEmpty ? Math.Min(options.ReservedPerList, query.Count / 40) : 0;
        return CandidateOrder.Select(slot.Candidates, query.Count, reserved);
    }

    private void Record(string stage, long elapsed) => ScoringInstruments.StageDuration.Record(
        time.GetElapsedTime(0, elapsed).TotalMilliseconds, new KeyValuePair<string, object?>("stage", stage));

    /// <summary>What a query of the batch has while it is worked on; kept for the next batch, as it is tens of kilobytes.</summary>
    private sealed class QuerySlot
    {
        public TopK Nearest { get; } = new(1);

        /// <summary>All candidates, best first.</summary>
        public List<ScoredCandidate> Candidates { get; } = [];

        /// <summary>The position of the first pair in the ranker's batch.</summary>
        public int First { get; set; }

        /// <summary>How many of the candidates the ranker scores.</summary>
        public int Ranked { get; set; }
    }
}
