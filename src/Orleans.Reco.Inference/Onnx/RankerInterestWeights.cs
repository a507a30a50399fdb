namespace Orleans.Reco.Inference;

/// <summary>
/// The deep interest network's attention (Zhou et al., KDD 2018): each past event is the embedding of its item plus that of its signal,
/// and counts as <c>output(ReLU(hidden([event, item, event ∘ item])))</c>, without softmax; the interest vector is the weighted sum.
/// </summary>
/// <param name="ItemField">The position of the item's field.</param>
/// <param name="Signals">Embeddings of signals, shape <c>[signals, d]</c>; signal 0 is padding and never counts.</param>
/// <param name="Hidden"><c>3d</c> inputs.</param>
/// <param name="Output">One output.</param>
public sealed record RankerInterestWeights(int ItemField, float[] Signals, DenseLayer Hidden, DenseLayer Output);
