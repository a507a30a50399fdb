using System.Diagnostics;
using System.Numerics.Tensors;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Reco.Core;
using Orleans.Reco.Inference;

namespace Orleans.Reco.LoadTests;

/// <summary>
/// What the arithmetic of a recommendation costs: encoder step, retrieval and ranker for a batch of users, in a loop on each core,
/// over arrays that are there already. No queue, no filter, no rules, no answer.
/// </summary>
internal sealed class RawPipeline : IDisposable
{
    private readonly ReferenceLoad _load;
    private readonly EncoderSession _encoder;
    private readonly RankerSession _ranker;
    private readonly SplitRanker? _split;
    private readonly ItemVectors _items;

    /// <summary>Opens the bundle.</summary>
    /// <param name="bundleFolder">The bundle.</param>
    /// <param name="load">The shapes.</param>
    /// <param name="asTheSilo">Retrieves as many as are ranked, and ranks user by user, as a silo does.</param>
    public RawPipeline(string bundleFolder, ReferenceLoad load, bool asTheSilo = false)
    {
        _load = asTheSilo ? load with { Retrieved = load.Ranked } : load;
        var bundle = ModelBundle.Open(bundleFolder);
        var factory = new SessionFactory(new InferenceOptions(), NullLogger<SessionFactory>.Instance);
        _encoder = new EncoderSession(factory, bundle);
        _ranker = RankerSession.TryCreate(factory, bundle)!;
        _split = asTheSilo ? SplitRanker.TryCreate(factory, bundle) : null;
        _items = new ItemVectors(bundle.ItemVectors.ToArray(), load.Dimension, [.. Enumerable.Range(0, load.Items)]);
    }

    /// <summary>Users a second, by part: each measured alone, and all together.</summary>
    public async Task<RawRates> MeasureAsync(int batch, int threads, TimeSpan duration) => new(
        batch,
        await RateAsync(threads, duration, () => new Worker(this, batch).Step),
        await RateAsync(threads, duration, () => new Worker(this, batch).Retrieve),
        await RateAsync(threads, duration, () => new Worker(this, batch).Rank),
        await RateAsync(threads, duration, () => new Worker(this, batch).All));

    /// <summary>Users a second, all parts together.</summary>
    public Task<double> MeasureAllAsync(int batch, int threads, TimeSpan duration) =>
        RateAsync(threads, duration, () => new Worker(this, batch).All);

    public void Dispose()
    {
        _encoder.Dispose();
        _ranker.Dispose();
        _split?.Dispose();
    }

    private static async Task<double> RateAsync(int threads, TimeSpan duration, Func<Func<int>> worker)
    {
        var rates = await Task.WhenAll(Enumerable.Range(0, threads).Select(_ => Task.Factory.StartNew(
            () =>
            {
                var run = worker();
                _ = run();
                var clock = Stopwatch.StartNew();
                var users = 0L;
                while (clock.Elapsed < duration)
                {
                    users += run();
                }

                return users / clock.Elapsed.TotalSeconds;
            },
            TaskCreationOptions.LongRunning)));
        return rates.Sum();
    }

    private sealed class Worker
    {
        private readonly RawPipeline _floor;
        private readonly int _batch;
        private readonly float[] _states;
        private readonly float[] _vectors;
        private readonly int[] _events;
        private readonly int[] _stepped;
        private readonly TopK[] _nearest;
        private readonly CandidateFilter[] _filters;
        private readonly int[] _ordinals;
        private readonly float[] _scores;
        private readonly float[] _pairUsers;
        private readonly float[] _pairItems;
        private readonly float[] _features;
        private readonly float[] _ranked;
        private readonly float[] _rows;
        private readonly float[] _userPart;

        public Worker(RawPipeline floor, int batch)
        {
            var load = floor._load;
            var random = new Random(batch);
            _floor = floor;
            _batch = batch;
            _states = TestBundles.Uniform(random, batch * load.Dimension, 1);
            _vectors = TestBundles.Uniform(random, batch * load.Dimension, 1);
            _events = [.. Enumerable.Repeat(1, batch)];
            _stepped = [.. Enumerable.Range(0, batch).Select(_ => random.Next(1, load.Items + 1))];
            _nearest = [.. Enumerable.Range(0, batch).Select(_ => new TopK(load.Retrieved))];
            _filters = [.. Enumerable.Repeat(CandidateFilter.None, batch)];
            (_ordinals, _scores) = (new int[load.Retrieved], new float[load.Retrieved]);
            var pairs = batch * load.Ranked;
            _pairUsers = new float[pairs * load.Dimension];
            _pairItems = new float[pairs * load.Dimension];
            _features = new float[pairs * floor._ranker.Features.Count];
            _ranked = new float[pairs];
            _rows = new float[load.Ranked * (floor._split?.RowWidth ?? 0)];
            _userPart = new float[floor._split?.Width ?? 0];
        }

        public int Step()
        {
            _floor._encoder.Step(_states, _stepped, _events, _vectors);
            return _batch;
        }

        public int Retrieve()
        {
            foreach (var nearest in _nearest)
            {
                nearest.Clear();
            }

            ExactIndex.Search(_vectors, _batch, _floor._items, _filters, _nearest);
            return _batch;
        }

        public int Rank()
        {
            _floor._ranker.Score(_pairUsers, _pairItems, _features, _ranked);
            return _batch;
        }

        public int All()
        {
            Step();
            Retrieve();
            var (dimension, ranked) = (_floor._load.Dimension, _floor._load.Ranked);
            for (var user = 0; user < _batch; user++)
            {
                var vector = _vectors.AsSpan(user * dimension, dimension);
                if (_floor._split is { } split)
                {
                    _ = _nearest[user].DrainUnordered(_ordinals, _scores);
                    RankOne(split, vector, _ranked.AsMemory(user * ranked, ranked));
                    continue;
                }

                _ = _nearest[user].Drain(_ordinals, _scores);
                for (var i = 0; i < ranked; i++)
                {
                    var pair = (user * ranked) + i;
                    vector.CopyTo(_pairUsers.AsSpan(pair * dimension));
                    _floor._items.Row(_ordinals[i]).CopyTo(_pairItems.AsSpan(pair * dimension));
                    _features[pair * _floor._ranker.Features.Count] = TensorPrimitives.Dot(vector, _floor._items.Row(_ordinals[i]));
                }
            }

            return _floor._split is null ? Rank() : _batch;
        }

        private void RankOne(SplitRanker split, ReadOnlySpan<float> vector, Memory<float> scores)
        {
            split.PartOf(vector, _userPart);
            for (var i = 0; i < scores.Length; i++)
            {
                var item = _floor._items.Row(_ordinals[i]);
                item.CopyTo(_rows.AsSpan(i * split.RowWidth));
                _rows[(i * split.RowWidth) + item.Length] = TensorPrimitives.Dot(vector, item);
            }

            split.Score(_userPart, _rows, scores);
        }
    }
}

/// <summary>Users a second on all cores.</summary>
/// <param name="Batch">Users of a batch.</param>
/// <param name="Step">Encoder step alone.</param>
/// <param name="Retrieve">Retrieval alone.</param>
/// <param name="Rank">Ranker graph alone.</param>
/// <param name="All">All three with the copying between them.</param>
internal sealed record RawRates(int Batch, double Step, double Retrieve, double Rank, double All);
