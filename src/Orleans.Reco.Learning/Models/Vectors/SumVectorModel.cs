using System.Numerics.Tensors;
using Orleans.Reco.Inference;

namespace Orleans.Reco.Learning;

/// <summary>
/// Scores by dot products with a user vector that is a sum over the history: <c>u = n^-exponent Σ_j From_j</c>, <c>score(i) = u · To_i</c>.
/// </summary>
/// <param name="name">The model's name.</param>
/// <param name="histories">What of a history counts.</param>
/// <param name="vectors">What items bring to users, and what users are multiplied with.</param>
/// <param name="exponent">1 = mean, 0 = sum.</param>
/// <param name="threads">0 = all cores.</param>
internal sealed class SumVectorModel(string name, StaticHistory histories, LowRank vectors, double exponent, int threads) : IFittedModel
{
    public string Name => name;

    public int Items => vectors.To.Length / vectors.Dimension;

    public IReadOnlyDictionary<string, double> Choices { get; } = new Dictionary<string, double>();

    public void Score(IReadOnlyList<ReadOnlyMemory<DatasetEvent>> users, Memory<float> scores)
    {
        var (starts, seen, _) = histories.Rows(users);
        var d = vectors.Dimension;
        var sums = new float[users.Count * d];
        for (var row = 0; row < users.Count; row++)
        {
            var user = sums.AsSpan(row * d, d);
            for (var at = starts[row]; at < starts[row + 1]; at++)
            {
                TensorPrimitives.Add(user, vectors.From.AsSpan(seen[at] * d, d), user);
            }

            TensorPrimitives.Multiply(user, (float)Math.Pow(Math.Max(1, starts[row + 1] - starts[row]), -exponent), user);
        }

        VectorScores.Compute(sums, vectors.To, d, scores, Parallelism.Options(threads, default));
    }

    public ModelExport Export() => new()
    {
        Dimension = vectors.Dimension,
        MaxLength = histories.Length,
        ItemVectors = vectors.To,
        PositiveEventsOnly = true,
        Encode = MeanEncoderGraph.Build(vectors.From, Items, vectors.Dimension, (float)exponent),
    };

    public void Dispose()
    {
    }
}
