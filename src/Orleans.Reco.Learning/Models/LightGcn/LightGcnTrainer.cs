using System.Numerics.Tensors;

namespace Orleans.Reco.Learning;

/// <summary>
/// Learns the item vectors of LightGCN. The gradient goes back the way the vectors came: the propagation is linear and symmetric.
/// </summary>
internal sealed class LightGcnTrainer
{
    private readonly InteractionMatrix _matrix;
    private readonly ItemGraph _graph;
    private readonly LightGcnOptions _options;
    private readonly ParallelOptions _parallel;
    private readonly Random _random;
    private readonly AdamState _adam;
    private readonly float[] _vectors;
    private readonly int[] _events;
    private readonly int[] _usersOfEvents;

    public LightGcnTrainer(InteractionMatrix matrix, LightGcnOptions options, int seed, ParallelOptions parallel)
    {
        (_matrix, _options, _parallel) = (matrix, options, parallel);
        _graph = new ItemGraph(matrix, options.Dimension, parallel);
        _random = new Random(seed);
        _vectors = new float[matrix.Items * options.Dimension];
        for (var i = 0; i < _vectors.Length; i++)
        {
            _vectors[i] = ((_random.NextSingle() * 2) - 1) * 0.1f;
        }

        _adam = new AdamState(_vectors.Length, options.LearningRate, options.WeightDecay);
        _events = [.. Enumerable.Range(0, matrix.ItemsOfUsers.Length)];
        _usersOfEvents = new int[_events.Length];
        for (var user = 0; user < matrix.Users; user++)
        {
            _usersOfEvents.AsSpan(matrix.UserStarts[user]..matrix.UserStarts[user + 1]).Fill(user);
        }
    }

    /// <summary>Item vectors after propagation, and what they bring to a user before division by √n.</summary>
    public LowRank Vectors()
    {
        var d = _options.Dimension;
        var to = _graph.Smooth(_vectors, _options.Depth);
        var from = to.ToArray();
        for (var i = 0; i < from.Length; i++)
        {
            from[i] *= _graph.ItemScale[i / d];
        }

        return new LowRank(d, from, to);
    }

    /// <summary>Takes every interaction once, in a new order.</summary>
    /// <returns>The mean loss.</returns>
    public double Epoch()
    {
        _random.Shuffle(_events);
        var loss = 0.0;
        for (var first = 0; first < _events.Length; first += _options.BatchSize)
        {
            _parallel.CancellationToken.ThrowIfCancellationRequested();
            loss += Step(_events.AsSpan(first, Math.Min(_options.BatchSize, _events.Length - first)).ToArray());
        }

        return loss / Math.Max(1, _events.Length);
    }

    private double Step(int[] batch)
    {
        var d = _options.Dimension;
        var items = _graph.Smooth(_vectors, _options.Depth);
        var users = new float[batch.Length * d];
        _ = Parallel.For(0, batch.Length, _parallel, row => AddHistory(batch[row], items, users.AsSpan(row * d, d)));
        var negatives = new int[_options.Negatives];
        var negativeVectors = new float[negatives.Length * d];
        for (var n = 0; n < negatives.Length; n++)
        {
            negatives[n] = _random.Next(_matrix.Items);
            items.AsSpan(negatives[n] * d, d).CopyTo(negativeVectors.AsSpan(n * d));
        }

        var softmax = new SampledSoftmax(d, Array.ConvertAll(batch, e => _matrix.ItemsOfUsers[e]), negatives, _parallel);
        var loss = softmax.Run(users, items, negativeVectors);
        _adam.Step(_vectors, _graph.Smooth(GradientOfItems(batch, softmax, users, negatives), _options.Depth), _parallel);
        return loss;
    }

    private float[] GradientOfItems(int[] batch, SampledSoftmax softmax, float[] users, int[] negatives)
    {
        var d = _options.Dimension;
        var gradient = new float[_vectors.Length];
        for (var n = 0; n < negatives.Length; n++)
        {
            var target = gradient.AsSpan(negatives[n] * d, d);
            TensorPrimitives.Add(target, softmax.NegativeGradient.AsSpan(n * d, d), target);
        }

        for (var row = 0; row < batch.Length; row++)
        {
            var (user, positive) = (_usersOfEvents[batch[row]], _matrix.ItemsOfUsers[batch[row]]);
            var target = gradient.AsSpan(positive * d, d);
            TensorPrimitives.MultiplyAdd(users.AsSpan(row * d, d), softmax.PositiveGradient[row], target, target);
            foreach (var item in _matrix.ItemsOfUsers.AsSpan(_matrix.UserStarts[user].._matrix.UserStarts[user + 1]))
            {
                if (item != positive)
                {
                    target = gradient.AsSpan(item * d, d);
                    TensorPrimitives.MultiplyAdd(
                        softmax.UserGradient.AsSpan(row * d, d), _graph.UserScale[user] * _graph.ItemScale[item], target, target);
                }
            }
        }

        return gradient;
    }

    // Without the item that is to be found: with it, the vector would only learn to find itself.
    private void AddHistory(int e, float[] items, Span<float> user)
    {
        var d = _options.Dimension;
        var u = _usersOfEvents[e];
        foreach (var item in _matrix.ItemsOfUsers.AsSpan(_matrix.UserStarts[u].._matrix.UserStarts[u + 1]))
        {
            if (item != _matrix.ItemsOfUsers[e])
            {
                TensorPrimitives.MultiplyAdd(items.AsSpan(item * d, d), _graph.UserScale[u] * _graph.ItemScale[item], user, user);
            }
        }
    }
}
