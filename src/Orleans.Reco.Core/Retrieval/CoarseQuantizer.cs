using System.Numerics.Tensors;

namespace Orleans.Reco.Core;

/// <summary>
/// The centroids of an inverted file's lists, by k-means (Lloyd, 1982). A row x belongs to the nearest centroid c, which is that of the
/// largest x·c - |c|²/2; a list promises q·c to a query q, which is the mean score of its rows. Both are dot products with
/// (c, -|c|²/2): of (x, 1) and of (q, 0).
/// </summary>
internal sealed class CoarseQuantizer
{
    private const int SamplePerList = 32;
    private const int Iterations = 6;
    private const int Batch = 256;

    [ThreadStatic]
    private static TopK? _ranked;

    private readonly ItemVectors _centroids;

    private CoarseQuantizer(ItemVectors centroids) => _centroids = centroids;

    /// <summary>The number of lists.</summary>
    public int Count => _centroids.Count;

    /// <summary>Trains on a sample of the rows.</summary>
    /// <param name="items">The vectors.</param>
    /// <param name="lists">Lists that are wanted; there are fewer where there are fewer rows with numbers only.</param>
    /// <param name="random">Draws the sample.</param>
    public static CoarseQuantizer Train(ItemVectors items, int lists, Random random)
    {
        int[] sample = [.. Enumerable.Range(0, items.Count)];
        random.Shuffle(sample);
        sample = [.. sample.Where(row => TensorPrimitives.IsFiniteAll(items.Row(row))).Take(SamplePerList * lists)];
        var nearest = new int[sample.Length];
        Array.Fill(nearest, -1);
        lists = Math.Min(lists, sample.Length);
        for (var list = 0; list < lists; list++)
        {
            nearest[list] = list;
        }

        var centroids = new float[lists * (items.Dimension + 1)];
        var quantizer = Of(items, sample, nearest, centroids);
        for (var iteration = 0; iteration < Iterations; iteration++)
        {
            quantizer = Of(items, sample, quantizer.Assign(items, sample), centroids);
        }

        return quantizer;
    }

    /// <summary>The list of each row.</summary>
    public int[] Assign(ItemVectors items, ReadOnlySpan<int> rows)
    {
        var (assigned, width) = (new int[rows.Length], items.Dimension + 1);
        var queries = new float[Batch * width];
        CandidateFilter[] filters = [.. Enumerable.Repeat(CandidateFilter.None, Batch)];
        TopK[] results = [.. Enumerable.Range(0, Batch).Select(_ => new TopK(1))];
        Span<float> score = stackalloc float[1];
        for (var from = 0; from < rows.Length; from += Batch)
        {
            var batch = Math.Min(Batch, rows.Length - from);
            for (var i = 0; i < batch; i++)
            {
                items.Row(rows[from + i]).CopyTo(queries.AsSpan(i * width));
                queries[((i + 1) * width) - 1] = 1;
            }

            ExactIndex.Search(queries.AsSpan(0, batch * width), batch, _centroids, filters.AsSpan(0, batch), results.AsSpan(0, batch));
            for (var i = 0; i < batch; i++)
            {
                // A row that is not a number has no nearest list, and keeps the first.
                _ = results[i].Drain(assigned.AsSpan(from + i, 1), score);
            }
        }

        return assigned;
    }

    /// <summary>Writes the lists of highest promise, best first, and behind them those whose promise is not a number.</summary>
    /// <param name="query">The query, with a zero behind it: shape <c>[dimension + 1]</c>.</param>
    /// <param name="lists">Receives them; at most <see cref="Count"/>.</param>
    /// <param name="promises">As long.</param>
    public void Rank(ReadOnlySpan<float> query, Span<int> lists, Span<float> promises)
    {
        var ranked = _ranked ??= new TopK(1);
        ranked.Clear(lists.Length);
        ExactIndex.Search(query, 1, _centroids, [CandidateFilter.None], new ReadOnlySpan<TopK>(in ranked));
        var count = ranked.Drain(lists, promises);
        for (var list = 0; count < lists.Length; list++)
        {
            if (!lists[..count].Contains(list))
            {
                lists[count++] = list;
            }
        }
    }

    /// <summary>The means of what is assigned to each list; a list without a row keeps what it had.</summary>
    private static CoarseQuantizer Of(ItemVectors items, int[] rows, int[] lists, float[] centroids)
    {
        var width = items.Dimension + 1;
        var (count, values) = (new int[centroids.Length / width], new float[centroids.Length]);
        for (var i = 0; i < rows.Length; i++)
        {
            if (lists[i] >= 0)
            {
                var sum = values.AsSpan(lists[i] * width, items.Dimension);
                TensorPrimitives.Add(sum, items.Row(rows[i]), sum);
                count[lists[i]]++;
            }
        }

        for (var list = 0; list < count.Length; list++)
        {
            var mean = values.AsSpan(list * width, items.Dimension);
            if (count[list] > 0)
            {
                TensorPrimitives.Divide(mean, count[list], mean);
                mean.CopyTo(centroids.AsSpan(list * width));
            }

            // In the order of the components, as the sums of a vector instruction depend on its width.
            var squares = 0d;
            foreach (var value in centroids.AsSpan(list * width, items.Dimension))
            {
                squares += (double)value * value;
            }

            centroids[((list + 1) * width) - 1] = (float)(-squares / 2);
        }

        return new CoarseQuantizer(ItemVectors.WithSieve([.. centroids], width));
    }
}
