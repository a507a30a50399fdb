namespace Orleans.Reco.Learning;

/// <summary>Neighbours as a bundle keeps them: a fixed number for each item, padded with index 0.</summary>
/// <param name="Width">Neighbours of an item.</param>
/// <param name="Indices">Vocabulary indices, best first, shape <c>[items, width]</c>.</param>
/// <param name="Similarities">In [0,1], the largest of the table being 1; same shape.</param>
internal sealed record BundleNeighbours(int Width, int[] Indices, float[] Similarities)
{
    /// <summary>
    /// The best neighbours of each item, scaled so that the largest similarity of the table is 1: the weight of the blend then means
    /// the same for any data.
    /// </summary>
    public static BundleNeighbours Create(ItemKnnModel model, int width)
    {
        var indices = new int[model.Items * width];
        var similarities = new float[indices.Length];
        var largest = model.Similarities.SelectMany(row => row.Take(1)).DefaultIfEmpty(1f).Max();
        for (var item = 0; item < model.Items; item++)
        {
            for (var n = 0; n < Math.Min(width, model.Neighbours[item].Length); n++)
            {
                indices[item * width + n] = model.Neighbours[item][n] + 1;
                similarities[item * width + n] = model.Similarities[item][n] / largest;
            }
        }

        return new BundleNeighbours(width, indices, similarities);
    }
}
