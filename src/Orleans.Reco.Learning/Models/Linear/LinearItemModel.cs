using System.Numerics.Tensors;
using Orleans.Reco.Inference;

namespace Orleans.Reco.Learning;

/// <summary>
/// Scores are sums over the items j of the history: <c>score(i) = Σ_j weight_j (rows_j(i) + From_j · To_i)</c>. Neighbourhood models,
/// linear autoencoders and graph filters all are of this form.
/// </summary>
internal sealed class LinearItemModel(
    string name, int items, StaticHistory histories, double decay, ItemRows? rows, LowRank? lowRank, int threads) : IFittedModel
{
    public string Name => name;

    public int Items => items;

    public IReadOnlyDictionary<string, double> Choices { get; init; } = new Dictionary<string, double>();

    public ItemRows? Rows => rows;

    public void Score(IReadOnlyList<ReadOnlyMemory<DatasetEvent>> users, Memory<float> scores)
    {
        var (starts, seen, weights) = histories.Rows(users);
        var parallel = Parallelism.Options(threads, default);
        scores.Span[..(users.Count * items)].Clear();
        if (rows is not null)
        {
            _ = Parallel.For(0, users.Count, parallel, row =>
            {
                var target = scores.Span.Slice(row * items, items);
                for (var at = starts[row]; at < starts[row + 1]; at++)
                {
                    AddRow(rows, seen[at], weights[at], target);
                }
            });
        }

        if (lowRank is not null)
        {
            VectorScores.Compute(Users(lowRank, starts, seen, weights), lowRank.To, lowRank.Dimension, scores, parallel, add: true);
        }
    }

    public ModelExport Export() => new()
    {
        MaxLength = histories.Length,
        PositiveEventsOnly = true,
        Scores = LinearScoresGraph.Build(new LinearScoresWeights
        {
            Items = items,
            Decay = (float)decay,
            Width = rows?.Width ?? 0,
            RowItems = rows?.Items ?? [],
            RowWeights = rows?.Weights ?? [],
            Dimension = lowRank?.Dimension ?? 0,
            From = lowRank?.From ?? [],
            To = lowRank?.To ?? [],
        }),
    };

    public void Dispose()
    {
    }

    private static void AddRow(ItemRows rows, int item, float weight, Span<float> target)
    {
        var start = item * rows.Width;
        for (var n = start; n < start + rows.Width && rows.Items[n] > 0; n++)
        {
            target[rows.Items[n] - 1] += weight * rows.Weights[n];
        }
    }

    private static float[] Users(LowRank lowRank, int[] starts, int[] seen, float[] weights)
    {
        var d = lowRank.Dimension;
        var users = new float[(starts.Length - 1) * d];
        for (var row = 0; row < starts.Length - 1; row++)
        {
            var user = users.AsSpan(row * d, d);
            for (var at = starts[row]; at < starts[row + 1]; at++)
            {
                TensorPrimitives.MultiplyAdd(lowRank.From.AsSpan(seen[at] * d, d), weights[at], user, user);
            }
        }

        return users;
    }
}
