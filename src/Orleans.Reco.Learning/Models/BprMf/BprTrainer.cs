using System.Numerics.Tensors;

namespace Orleans.Reco.Learning;

/// <summary>
/// Stochastic gradient descent on <c>−ln σ(u · (v_i − v_j))</c>, i an item of the user and j one that is not. One thread: the order of
/// steps is part of the result.
/// </summary>
internal sealed class BprTrainer
{
    private readonly InteractionMatrix _matrix;
    private readonly int[] _usersOfEvents;
    private readonly int[] _sorted;
    private readonly int _dimension;
    private readonly float _rate;
    private readonly float _regularisation;
    private readonly Random _random;

    public BprTrainer(InteractionMatrix matrix, int dimension, float rate, float regularisation, int seed)
    {
        (_matrix, _dimension, _rate, _regularisation) = (matrix, dimension, rate, regularisation);
        _random = new Random(seed);
        _sorted = matrix.ItemsOfUsers.ToArray();
        _usersOfEvents = new int[_sorted.Length];
        for (var user = 0; user < matrix.Users; user++)
        {
            var (start, end) = (matrix.UserStarts[user], matrix.UserStarts[user + 1]);
            Array.Sort(_sorted, start, end - start);
            _usersOfEvents.AsSpan(start..end).Fill(user);
        }

        Users = Start(matrix.Users);
        Items = Start(matrix.Items);
    }

    /// <summary>Shape <c>[users, dimension]</c>.</summary>
    public float[] Users { get; }

    /// <summary>Shape <c>[items, dimension]</c>.</summary>
    public float[] Items { get; }

    /// <summary>As many steps as there are interactions.</summary>
    /// <returns>The mean loss.</returns>
    public double Epoch(CancellationToken cancellationToken)
    {
        var loss = 0.0;
        var difference = new float[_dimension];
        for (var step = 0; step < _sorted.Length; step++)
        {
            if (step % 4096 == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            var at = _random.Next(_sorted.Length);
            if (Unseen(_usersOfEvents[at]) is { } unseen)
            {
                loss += Step(_usersOfEvents[at], _sorted[at], unseen, difference);
            }
        }

        return loss / Math.Max(1, _sorted.Length);
    }

    private double Step(int user, int seen, int unseen, Span<float> difference)
    {
        var d = _dimension;
        var u = Users.AsSpan(user * d, d);
        var i = Items.AsSpan(seen * d, d);
        var j = Items.AsSpan(unseen * d, d);
        TensorPrimitives.Subtract(i, j, difference);
        var margin = TensorPrimitives.Dot<float>(u, difference);
        var pull = _rate / (1 + MathF.Exp(margin));
        var keep = 1 - (_rate * _regularisation);
        TensorPrimitives.Multiply(i, keep, i);
        TensorPrimitives.MultiplyAdd(u, pull, i, i);
        TensorPrimitives.Multiply(j, keep, j);
        TensorPrimitives.MultiplyAdd(u, -pull, j, j);
        TensorPrimitives.Multiply(u, keep, u);
        TensorPrimitives.MultiplyAdd(difference, pull, u, u);
        return Math.Log(1 + Math.Exp(-margin));
    }

    // Null for a user who has seen everything, or nearly: a few draws must find an item.
    private int? Unseen(int user)
    {
        var (start, end) = (_matrix.UserStarts[user], _matrix.UserStarts[user + 1]);
        for (var draw = 0; draw < 20; draw++)
        {
            var item = _random.Next(_matrix.Items);
            if (Array.BinarySearch(_sorted, start, end - start, item) < 0)
            {
                return item;
            }
        }

        return null;
    }

    private float[] Start(int rows)
    {
        var values = new float[rows * _dimension];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = ((_random.NextSingle() * 2) - 1) * 0.1f;
        }

        return values;
    }
}
