using System.Numerics.Tensors;

namespace Orleans.Reco.Learning;

/// <summary>
/// The loss <c>−ln softmax</c> of the positive item among itself and negatives that a batch shares, and its gradients.
/// </summary>
internal sealed class SampledSoftmax(int dimension, int[] positives, int[] negatives, ParallelOptions parallel)
{
    private readonly double[] _losses = new double[positives.Length];

    /// <summary>With respect to the users, shape <c>[batch, dimension]</c>.</summary>
    public float[] UserGradient { get; } = new float[positives.Length * dimension];

    /// <summary>With respect to the score of the positive, shape <c>[batch]</c>.</summary>
    public float[] PositiveGradient { get; } = new float[positives.Length];

    /// <summary>With respect to the negatives, shape <c>[negatives, dimension]</c>.</summary>
    public float[] NegativeGradient { get; } = new float[negatives.Length * dimension];

    /// <summary>Computes the gradients of the mean loss.</summary>
    /// <returns>The sum of the losses.</returns>
    public double Run(float[] users, float[] items, float[] negativeVectors)
    {
        var (n, m, d) = (positives.Length, negatives.Length, dimension);
        var scores = new float[n * m];
        VectorScores.Compute(users, negativeVectors, d, scores, parallel);
        _ = Parallel.For(0, n, parallel, row => Softmax(row, scores.AsSpan(row * m, m), users, items));
        MatrixProduct.Add(
            MatrixView.Of(scores, n, m), MatrixView.Of(negativeVectors, m, d), MatrixView.Of(UserGradient, n, d), 1, parallel);
        MatrixProduct.Add(
            MatrixView.Of(scores, n, m).Transposed, MatrixView.Of(users, n, d), MatrixView.Of(NegativeGradient, m, d), 1, parallel);
        return _losses.Sum();
    }

    // Turns a row of scores into its gradient.
    private void Softmax(int row, Span<float> scores, float[] users, float[] items)
    {
        var item = items.AsSpan(positives[row] * dimension, dimension);
        var positive = TensorPrimitives.Dot<float>(users.AsSpan(row * dimension, dimension), item);
        for (var k = 0; k < scores.Length; k++)
        {
            // A positive that was drawn as a negative is none.
            scores[k] = negatives[k] == positives[row] ? float.NegativeInfinity : scores[k];
        }

        var highest = MathF.Max(positive, TensorPrimitives.Max<float>(scores));
        TensorPrimitives.Subtract(scores, highest, scores);
        TensorPrimitives.Exp<float>(scores, scores);
        var own = MathF.Exp(positive - highest);
        var sum = own + TensorPrimitives.Sum<float>(scores);
        TensorPrimitives.Multiply(scores, 1 / (sum * positives.Length), scores);
        _losses[row] = Math.Log(sum / own);
        PositiveGradient[row] = ((own / sum) - 1) / positives.Length;
        TensorPrimitives.Multiply(item, PositiveGradient[row], UserGradient.AsSpan(row * dimension, dimension));
    }
}
