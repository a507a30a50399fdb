using System.Numerics.Tensors;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Reco.Core;
using Orleans.Reco.Inference;

namespace Orleans.Reco.LoadTests;

/// <summary>
/// One request at a time on each core: history through the encoder, all items by dot product, the best through the ranker, the
/// product's rules. ONNX Runtime gets one thread: with more, requests wait for each other's threads, and it was slower at every load.
/// </summary>
internal sealed class PeerRecommender : IDisposable
{
    private static readonly InteractionTypes Types = new(new InteractionOptions());

    private readonly ReferenceLoad _load;
    private readonly ModelBundle _bundle;
    private readonly EncoderSession _encoder;
    private readonly RankerSession _ranker;
    private readonly CatalogView _catalog;
    private readonly CatalogRankings _rankings;
    private readonly ItemVectors _items;
    private readonly ReRanker _rules = new(new ReRankingOptions());
    private readonly SemaphoreSlim _cores = new(Environment.ProcessorCount);
    private readonly int[] _eventIndices = new int[256];

    public PeerRecommender(string bundleFolder, ReferenceLoad load)
    {
        _load = load;
        _bundle = ModelBundle.Open(bundleFolder);
        var factory = new SessionFactory(new InferenceOptions(), NullLogger<SessionFactory>.Instance);
        _encoder = new EncoderSession(factory, _bundle);
        _ranker = RankerSession.TryCreate(factory, _bundle)!;
        _items = new ItemVectors(_bundle.ItemVectors.ToArray(), load.Dimension, [.. Enumerable.Range(0, load.Items)]);
        var now = TimeProvider.System.GetUtcNow();
        _catalog = CatalogView.Empty(RecoKey.DefaultTenant).Apply(
            [.. Enumerable.Range(0, load.Items).Select(i => new CatalogEntry(i, ReferenceLoad.ItemId(i), ReferenceStore.Item(i, now)))]);
        _rankings = CatalogRankings.Compute(_catalog, UnixTime.Clamp(now), new SignalOptions());
        foreach (var (code, index) in _bundle.Manifest.EventTypes)
        {
            _eventIndices[byte.Parse(code, System.Globalization.CultureInfo.InvariantCulture)] = index;
        }
    }

    public int OrdinalOf(string itemId) =>
        _catalog.TryGetOrdinal(itemId, out var ordinal) ? ordinal : throw new ArgumentException($"There is no item '{itemId}'.", nameof(itemId));

    public async Task<(RecommendResponse Response, int[] Shown)> RecommendAsync(PeerUser user, int count)
    {
        await _cores.WaitAsync();
        try
        {
            return Recommend(user, count);
        }
        finally
        {
            _ = _cores.Release();
        }
    }

    public void Dispose()
    {
        _encoder.Dispose();
        _ranker.Dispose();
        _cores.Dispose();
    }

    private (RecommendResponse Response, int[] Shown) Recommend(PeerUser user, int count)
    {
        var now = TimeProvider.System.GetUtcNow();
        var history = BehaviourHistory.From(new Packed<HistoryEvent>(user.History));
        var excluded = history.SeenOrdinals(Types);
        var vector = Encode(user.History);
        var candidates = Rank(vector, Retrieve(vector, new CandidateFilter(_catalog, UnixTime.Clamp(now), excluded.Memory)));
        var id = Guid.CreateVersion7(now);
        var shown = _rules.ReRank(candidates, new ReRankingContext
        {
            View = _catalog,
            Now = UnixTime.Clamp(now),
            Count = count,
            Excluded = excluded,
            Exposures = ExposureRing.From(new Packed<Exposure>(user.Exposures), 128),
            History = history,
            Vectors = _items,
            Rankings = _rankings,
            Seed = id.GetHashCode(),
        });
        var response = new RecommendResponse
        {
            RecommendationId = id.ToString(),
            ModelVersion = _bundle.Version,
            Sequence = user.Sequence,
            Items = Array.ConvertAll(shown, Describe),
        };
        return (response, Array.ConvertAll(shown, candidate => candidate.Ordinal));
    }

    private float[] Encode(HistoryEvent[] history)
    {
        var items = Array.ConvertAll(history, e => e.Ordinal + 1);
        var events = Array.ConvertAll(history, e => _eventIndices[(byte)e.Type]);
        var vector = new float[_load.Dimension];
        _encoder.Encode(items, events, [items.Length], new float[_load.Dimension], vector);
        return vector;
    }

    // For a single user a dot product with each row is faster than the product's kernel, which is made for batches.
    private int[] Retrieve(float[] vector, CandidateFilter filter)
    {
        var nearest = new TopK(_load.Retrieved);
        for (var row = 0; row < _items.Count; row++)
        {
            var score = TensorPrimitives.Dot(vector, _items.Row(row));
            if (score >= nearest.Threshold && filter.Allows(row))
            {
                nearest.Offer(score, row);
            }
        }

        var ordinals = new int[nearest.Count];
        nearest.Drain(ordinals, new float[ordinals.Length]);
        return ordinals;
    }

    private ScoredCandidate[] Rank(float[] vector, int[] ordinals)
    {
        var (n, dimension, features) = (Math.Min(_load.Ranked, ordinals.Length), _load.Dimension, _ranker.Features.Count);
        var (users, items) = (new float[n * dimension], new float[n * dimension]);
        var (inputs, scores) = (new float[n * features], new float[n]);
        for (var i = 0; i < n; i++)
        {
            vector.CopyTo(users.AsSpan(i * dimension));
            _items.Row(ordinals[i]).CopyTo(items.AsSpan(i * dimension));
            inputs[i * features] = TensorPrimitives.Dot(vector, _items.Row(ordinals[i]));
            inputs[(i * features) + 2] = MathF.Log(1 + _bundle.Popularity.Span[ordinals[i]]);
        }

        _ranker.Score(users, items, inputs, scores);
        var ranked = new ScoredCandidate[n];
        for (var i = 0; i < n; i++)
        {
            ranked[i] = new ScoredCandidate(ordinals[i], scores[i], HistoryEvent.NoItem, CandidateSource.Personal);
        }

        Array.Sort(ranked, (a, b) => b.Score.CompareTo(a.Score));
        return ranked[..Math.Min(n, 100)];
    }

    private RecommendedItem Describe(ScoredCandidate candidate)
    {
        var row = _catalog[candidate.Ordinal]!;
        return new RecommendedItem
        {
            ItemId = row.ItemId,
            Score = candidate.Score,
            Source = "personal",
            Title = row.Title,
            Price = row.Price,
            Currency = row.Currency,
            Category = row.Category,
        };
    }
}
