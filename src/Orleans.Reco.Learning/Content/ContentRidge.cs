using System.Numerics.Tensors;

namespace Orleans.Reco.Learning;

/// <summary>
/// Token embeddings by ridge regression of learnt item vectors on token weights (Hoerl and Kennard 1970): an item whose title is nearly
/// that of another gets nearly its vector. Solved in the dual, <c>(X Xᵀ + λ) A = V − mean</c>, <c>E = Xᵀ A</c>, by conjugate gradients
/// (Hestenes and Stiefel 1952), one run for each dimension, all in step.
/// </summary>
internal sealed class ContentRidge
{
    private const int MaxRounds = 50;
    private const float Tolerance = 1e-4f;

    private readonly ContentInputs _inputs;
    private readonly int _d;
    private readonly float[] _tokens;

    private ContentRidge(ContentInputs inputs, int buckets, int dimension)
    {
        (_inputs, _d) = (inputs, dimension);
        _tokens = new float[buckets * dimension];
    }

    /// <summary>Fits.</summary>
    /// <param name="inputs">The items.</param>
    /// <param name="items">Positions of those to learn from.</param>
    /// <param name="vectors">Their learnt vectors, row-major, shape <c>[items, dimension]</c>.</param>
    /// <param name="buckets">Rows of the embedding.</param>
    /// <param name="ridge">λ, above 0; an item's token weights have length 1.</param>
    /// <param name="cancellationToken">Ends it between two rounds.</param>
    /// <returns>Embedding, shape <c>[buckets, dimension]</c>, and bias, shape <c>[dimension]</c>.</returns>
    public static (float[] Embedding, float[] Bias) Fit(
        ContentInputs inputs, int[] items, float[] vectors, int buckets, float ridge, CancellationToken cancellationToken)
    {
        var d = vectors.Length / items.Length;
        var bias = new float[d];
        for (var i = 0; i < items.Length; i++)
        {
            TensorPrimitives.Add(bias, vectors.AsSpan(i * d, d), bias);
        }

        TensorPrimitives.Divide(bias, items.Length, bias);
        var residual = new float[vectors.Length];
        for (var i = 0; i < items.Length; i++)
        {
            TensorPrimitives.Subtract(vectors.AsSpan(i * d, d), bias, residual.AsSpan(i * d, d));
        }

        var solver = new ContentRidge(inputs, buckets, d);
        solver.Gather(items, solver.Solve(items, residual, ridge, cancellationToken));
        return (solver._tokens, bias);
    }

    private float[] Solve(int[] items, float[] residual, float ridge, CancellationToken cancellationToken)
    {
        var solution = new float[residual.Length];
        var direction = (float[])residual.Clone();
        var product = new float[residual.Length];
        var norm = Columns(residual, residual);
        var enough = Array.ConvertAll(norm, n => n * Tolerance * Tolerance);
        for (var round = 0; round < MaxRounds && norm.Zip(enough).Any(n => n.First > n.Second); round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Multiply(items, direction, product, ridge);
            var curvature = Columns(direction, product);
            var step = norm.Zip(curvature, (n, c) => c > 0 ? n / c : 0).ToArray();
            AddScaled(solution, direction, step, 1);
            AddScaled(residual, product, step, -1);
            var next = Columns(residual, residual);
            var keep = next.Zip(norm, (a, b) => b > 0 ? a / b : 0).ToArray();
            for (var i = 0; i < direction.Length; i += _d)
            {
                var row = direction.AsSpan(i, _d);
                TensorPrimitives.MultiplyAdd(row, keep, residual.AsSpan(i, _d), row);
            }

            norm = next;
        }

        return solution;
    }

    // (X Xᵀ + λ) a, by way of the tokens.
    private void Multiply(int[] items, float[] a, float[] product, float ridge)
    {
        Gather(items, a);
        for (var i = 0; i < items.Length; i++)
        {
            var row = product.AsSpan(i * _d, _d);
            TensorPrimitives.Multiply(a.AsSpan(i * _d, _d), ridge, row);
            var (tokens, weights) = _inputs.Of(items[i]);
            for (var t = 0; t < tokens.Length; t++)
            {
                TensorPrimitives.MultiplyAdd(_tokens.AsSpan((int)tokens[t] * _d, _d), weights[t], row, row);
            }
        }
    }

    // Xᵀ a.
    private void Gather(int[] items, float[] a)
    {
        Array.Clear(_tokens);
        for (var i = 0; i < items.Length; i++)
        {
            var row = a.AsSpan(i * _d, _d);
            var (tokens, weights) = _inputs.Of(items[i]);
            for (var t = 0; t < tokens.Length; t++)
            {
                var token = _tokens.AsSpan((int)tokens[t] * _d, _d);
                TensorPrimitives.MultiplyAdd(row, weights[t], token, token);
            }
        }
    }

    private float[] Columns(float[] a, float[] b)
    {
        var sums = new float[_d];
        for (var i = 0; i < a.Length; i += _d)
        {
            TensorPrimitives.MultiplyAdd(a.AsSpan(i, _d), b.AsSpan(i, _d), sums, sums);
        }

        return sums;
    }

    private void AddScaled(float[] sum, float[] a, float[] scale, float sign)
    {
        var factors = Array.ConvertAll(scale, s => sign * s);
        for (var i = 0; i < sum.Length; i += _d)
        {
            var row = sum.AsSpan(i, _d);
            TensorPrimitives.MultiplyAdd(a.AsSpan(i, _d), factors, row, row);
        }
    }
}
