using System.Numerics.Tensors;

namespace Orleans.Reco.Learning;

/// <summary>
/// A share of the users in ALS by blocks, see <see cref="AlsStep"/>. Their vectors stay here. They follow from the share and the item vectors
/// that the iterations so far began with, so that a part that is lost can be made anew from those.
/// </summary>
public sealed class AlsPart
{
    private readonly InteractionMatrix _matrix;
    private readonly float[] _unobservedWeights;
    private readonly AlsOptions _options;
    private float[] _users = [];
    private string[] _done = [];

    internal AlsPart(InteractionMatrix matrix, float[] unobservedWeights, AlsOptions options) =>
        (_matrix, _unobservedWeights, _options) = (matrix, unobservedWeights, options);

    /// <summary>How many of a fit's iterations, named in order, the users have been through; 0 where they are not on this way.</summary>
    public int Done(IReadOnlyList<string> iterations) => iterations.Take(_done.Length).SequenceEqual(_done) ? _done.Length : 0;

    /// <summary>Solves the users in an iteration.</summary>
    /// <param name="index">The iteration, from 0, which begins a fit; the users have been through those before it.</param>
    /// <param name="name">A name for the item vectors of this iteration.</param>
    /// <param name="items">The item vectors, shape <c>[items, dimension]</c>.</param>
    /// <param name="cancellationToken">Ends it; the users have then been through nothing.</param>
    public void SolveUsers(int index, string name, float[] items, CancellationToken cancellationToken)
    {
        string[] done = [.. _done[..index], name];
        _done = [];
        if (index == 0)
        {
            _users = new float[_matrix.Users * _options.Dimension];
        }

        var parallel = Parallelism.Options(_options.Threads, cancellationToken);
        new AlsSolver(items, _unobservedWeights, null, _options, parallel)
            .Solve(_users, _matrix.UserStarts, _matrix.ItemsOfUsers, _options.Steps, parallel);
        _done = done;
    }

    /// <summary><c>Σ x xᵀ</c> of the users, and each item's <c>Σ x (1 − x·v)</c>, shape <c>[dimension + items, dimension]</c>.</summary>
    public float[] Begin(float[] items, CancellationToken cancellationToken)
    {
        var parallel = Parallelism.Options(_options.Threads, cancellationToken);
        return [.. AlsGram.Of(_users, null, _options.Dimension, parallel), .. Sum(items, residual: true, parallel)];
    }

    /// <summary>Each item's <c>Σ x (x·p)</c>, shape <c>[items, dimension]</c>.</summary>
    public float[] Multiply(float[] directions, CancellationToken cancellationToken) =>
        Sum(directions, residual: false, Parallelism.Options(_options.Threads, cancellationToken));

    /// <summary>Gives the users' vectors up: the fit has ended.</summary>
    internal void Forget() => (_users, _done) = ([], []);

    // Over the users who observed an item, in their order, whatever the threads.
    private float[] Sum(float[] vectors, bool residual, ParallelOptions parallel)
    {
        var d = _options.Dimension;
        var sums = new float[_matrix.Items * d];
        _ = Parallel.For(0, _matrix.Items, parallel, item =>
        {
            var vector = vectors.AsSpan(item * d, d);
            var sum = sums.AsSpan(item * d, d);
            foreach (var user in _matrix.UsersOfItems.AsSpan(_matrix.ItemStarts[item].._matrix.ItemStarts[item + 1]))
            {
                var x = _users.AsSpan(user * d, d);
                var product = TensorPrimitives.Dot<float>(x, vector);
                TensorPrimitives.MultiplyAdd(x, residual ? 1 - product : product, sum, sum);
            }
        });
        return sums;
    }
}
