using Orleans.Reco.Inference;

namespace Orleans.Reco.Learning;

/// <summary>What a content tower has to know of the model that it serves: a score is the dot product of a user and an item vector.</summary>
/// <param name="Dimension">The dimension d of both.</param>
/// <param name="Items">Item vectors, row-major, shape <c>[items, d]</c>.</param>
/// <param name="Users">Gives the user vectors of histories, row-major, shape <c>[histories, d]</c>.</param>
public sealed record VectorSpace(
    int Dimension, ReadOnlyMemory<float> Items, Func<IReadOnlyList<ReadOnlyMemory<DatasetEvent>>, float[]> Users)
{
    /// <summary>The space of a bundle, through the session that serves it.</summary>
    public static VectorSpace Of(ModelBundle bundle, EncoderSession session)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        ArgumentNullException.ThrowIfNull(session);
        return new VectorSpace(bundle.Manifest.Dimension, bundle.ItemVectors, histories =>
        {
            var lengths = histories.Select(h => Math.Min(h.Length, session.MaxLength)).ToArray();
            var events = histories.SelectMany((h, row) => h[^lengths[row]..].ToArray()).ToArray();
            var vectors = new float[histories.Count * session.Dimension];
            session.Encode(
                Array.ConvertAll(events, e => e.Item),
                Array.ConvertAll(events, e => e.Type),
                lengths,
                new float[histories.Count * session.StateDimension],
                vectors);
            return vectors;
        });
    }
}
