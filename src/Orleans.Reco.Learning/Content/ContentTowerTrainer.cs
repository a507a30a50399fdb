using System.Numerics.Tensors;
using Orleans.Reco.Core;
using Orleans.Reco.Inference;
using TorchSharp;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Orleans.Reco.Learning;

/// <summary>
/// Trains a tower so that the user vectors of the model, which stays as it is, find by content the items that were turned to next:
/// softmax cross-entropy over the items, as in the training of the model itself, from where <see cref="ContentRidge"/> begins. Items are held out whole to decide when to stop, since
/// only items that were never trained on tell what the tower does for new ones.
/// </summary>
internal sealed class ContentTowerTrainer
{
    private const int MaxValidationMoments = 2_000;
    private const int Depth = 10;

    private readonly ContentTowerOptions _options;
    private readonly VectorSpace _space;
    private readonly ContentMoments _moments;
    private readonly ContentSpec _spec;
    private readonly ContentInputs _inputs;
    private readonly CancellationToken _cancellation;

    // Of an item of the model, its position among those with content; -1 where it has none.
    private readonly int[] _positionOf;
    private readonly int[] _itemOf;
    private readonly float _scale;

    public ContentTowerTrainer(
        IReadOnlyDictionary<string, ItemContent> contents,
        IReadOnlyList<string> items,
        VectorSpace space,
        ContentMoments moments,
        ContentTowerOptions options,
        CancellationToken cancellation)
    {
        (_space, _moments, _options, _cancellation) = (space, moments, options, cancellation);
        _itemOf = [.. Enumerable.Range(0, items.Count).Where(i => contents.ContainsKey(items[i]))];
        _positionOf = new int[items.Count];
        Array.Fill(_positionOf, -1);
        for (var position = 0; position < _itemOf.Length; position++)
        {
            _positionOf[_itemOf[position]] = position;
        }

        _spec = new ContentSpec(ContentFeatures.CurrentScheme, options.Buckets, options.MaxTokens);
        _inputs = new ContentInputs([.. _itemOf.Select(i => contents[items[i]])], _spec);
        _scale = ContentScale.Find(space, moments, _itemOf, options.Seed);
    }

    public ContentTower Train(Func<bool> outOfTime)
    {
        var order = Enumerable.Range(0, _itemOf.Length).ToArray();
        new Random(_options.Seed).Shuffle(order);
        var heldOut = order[..Math.Max(1, (int)(order.Length * _options.ValidationShare))];
        (int Epoch, double Ndcg, double Hits) best = (0, -1, 0);
        using (var module = Start(order[heldOut.Length..]))
        {
            Run(module, heldOut, _options.Epochs, epoch =>
            {
                var (ndcg, hits) = Measure(module, heldOut);
                best = ndcg > best.Ndcg ? (epoch, ndcg, hits) : best;
                return epoch - best.Epoch < _options.Patience && !outOfTime();
            });
        }

        using var final = Start(order);
        Run(final, [], best.Epoch, _ => !outOfTime());
        return new ContentTower(final.ToWeights(_spec, _inputs.TokenWeights), best.Epoch, best.Ndcg, best.Hits);
    }

    // Where titles are alike, vectors are; what else there is to learn, above all the level, is up to training.
    private ContentTowerModule Start(int[] positions)
    {
        if (_options.Ridge == 0)
        {
            return new ContentTowerModule(_options.Buckets, _space.Dimension);
        }

        var (embedding, bias) = ContentRidge.Fit(
            _inputs, positions, OwnVectors(positions), _options.Buckets, (float)_options.Ridge, _cancellation);
        return new ContentTowerModule(new ContentTowerWeights
        {
            Spec = _spec,
            Dimension = _space.Dimension,
            TokenWeights = _inputs.TokenWeights,
            Embedding = embedding,
            Numbers = new float[ContentFeatures.NumberCount * _space.Dimension],
            Bias = bias,
        });
    }

    private void Run(ContentTowerModule module, int[] heldOut, int epochs, Func<int, bool> goOn)
    {
        var trained = Enumerable.Range(0, _itemOf.Length).Except(heldOut).ToArray();
        var allowed = new bool[_itemOf.Length];
        Array.ForEach(trained, position => allowed[position] = true);
        var examples = Enumerable.Range(0, _moments.Count)
            .Select(m => (Moment: m, Targets: Positions(m).Where(p => allowed[p]).ToArray()))
            .Where(e => e.Targets.Length > 0)
            .ToArray();
        using var optimizer = new AdamWOptimizer(module.Parameters, _options.LearningRate, _options.WeightDecay);
        for (var epoch = 1; epoch <= epochs; epoch++)
        {
            var random = new Random(unchecked((_options.Seed * 1_000_003) ^ (epoch * 7_919)));
            random.Shuffle(examples);
            foreach (var batch in examples.Chunk(_options.BatchSize))
            {
                _cancellation.ThrowIfCancellationRequested();
                using var scope = NewDisposeScope();
                optimizer.ClearGradients();
                if (Loss(module, batch, Candidates(trained, random), random) is { } loss)
                {
                    loss.backward();
                    optimizer.Step();
                }
            }

            if (!goOn(epoch))
            {
                return;
            }
        }
    }

    private IEnumerable<int> Positions(int moment) => _moments.Targets[moment].Select(i => _positionOf[i]).Where(p => p >= 0);

    // A uniform part of the items competes in each batch, and the targets among them count: all items in turn, none favoured.
    private int[] Candidates(int[] trained, Random random)
    {
        if (trained.Length <= _options.Candidates)
        {
            return trained;
        }

        var drawn = new HashSet<int>(_options.Candidates);
        while (drawn.Count < _options.Candidates)
        {
            _ = drawn.Add(trained[random.Next(trained.Length)]);
        }

        return [.. drawn.Order()];
    }

    /// <summary>The mean loss of a batch; null where no target is among the candidates.</summary>
    private Tensor? Loss(ContentTowerModule module, (int Moment, int[] Targets)[] batch, int[] candidates, Random random)
    {
        var d = _space.Dimension;
        var own = candidates.Where(_ => random.NextDouble() < _options.OwnShare).ToArray();
        int[] encoded = [.. candidates.Except(own)];
        int[] columns = [.. encoded, .. own];
        var column = columns.Select((position, i) => (position, i)).ToDictionary(x => x.position, x => x.i);
        var users = new float[batch.Length * d];
        List<long> cells = [];
        for (var row = 0; row < batch.Length; row++)
        {
            TensorPrimitives.Multiply(_moments.Users.AsSpan(batch[row].Moment * d, d), _scale, users.AsSpan(row * d, d));
            cells.AddRange(batch[row].Targets.Where(column.ContainsKey).Select(t => ((long)row * columns.Length) + column[t]));
        }

        if (encoded.Length == 0 || cells.Count == 0)
        {
            return null;
        }

        var vectors = module.Forward(_inputs, encoded, _options.Dropout, random);
        var items = own.Length == 0 ? vectors : cat([vectors, tensor(OwnVectors(own), [own.Length, d])], 0);
        var logits = tensor(users, [batch.Length, d]).matmul(items.t());
        return nn.functional.log_softmax(logits, 1).reshape(-1).index_select(0, tensor(cells.ToArray())).mean().neg();
    }

    // What the model learnt of some items, row-major.
    private float[] OwnVectors(int[] positions)
    {
        var d = _space.Dimension;
        var own = new float[positions.Length * d];
        for (var i = 0; i < positions.Length; i++)
        {
            _space.Items.Span.Slice(_itemOf[positions[i]] * d, d).CopyTo(own.AsSpan(i * d));
        }

        return own;
    }

    // Among the held-out items alone, for the moments that were followed by one.
    private (double Ndcg, double HitRate) Measure(ContentTowerModule module, int[] heldOut)
    {
        var d = _space.Dimension;
        var vectors = module.Vectors(_inputs, heldOut);
        var index = heldOut.Select((position, i) => (position, i)).ToDictionary(x => x.position, x => x.i + 1);
        var scores = new float[heldOut.Length];
        var (ndcg, hits, moments) = (0.0, 0.0, 0);
        foreach (var moment in MomentsWith(index))
        {
            var user = _moments.Users.AsSpan(moment * d, d);
            for (var i = 0; i < scores.Length; i++)
            {
                scores[i] = TensorPrimitives.Dot<float>(user, vectors.AsSpan(i * d, d));
            }

            var relevant = Positions(moment).Where(index.ContainsKey).Select(p => index[p]).ToHashSet();
            var ranked = TopItems.Select(scores, [], candidates: null, Depth);
            ndcg += RankingMetrics.Ndcg(ranked, relevant, Depth);
            hits += RankingMetrics.HitRate(ranked, relevant, Depth);
            moments++;
        }

        return (ndcg / Math.Max(1, moments), hits / Math.Max(1, moments));
    }

    private IEnumerable<int> MomentsWith(Dictionary<int, int> items)
    {
        var with = Enumerable.Range(0, _moments.Count).Where(m => Positions(m).Any(items.ContainsKey)).ToArray();
        new Random(_options.Seed).Shuffle(with);
        return with.Take(MaxValidationMoments);
    }
}
