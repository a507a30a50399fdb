using TorchSharp;
using static TorchSharp.torch;

namespace Orleans.Reco.Learning;

/// <summary>Softmax cross-entropy of the next item, over all items or over shared, corrected negatives.</summary>
/// <remarks>
/// That the loss sees many negatives matters more than the architecture: Klenitskiy and Vasilev, and Petrov and Macdonald (both RecSys
/// 2023).
/// </remarks>
internal sealed class NextItemLoss(SequenceEncoder encoder, SequenceTrainingOptions options, NegativeSampler? sampler)
{
    /// <summary>The mean loss of a batch; a scalar with gradient.</summary>
    public Tensor Compute(SequenceBatch batch, Random random)
    {
        var items = tensor(batch.Items, [batch.Rows, batch.Length]);
        var events = tensor(batch.Events, [batch.Rows, batch.Length]);
        var vectors = encoder.call(items, events).reshape(-1, encoder.Dimension).index_select(0, tensor(batch.Positions));
        return sampler is null ? Full(vectors, batch.Targets) : Sampled(vectors, batch.Targets, sampler, random);
    }

    private Tensor Full(Tensor vectors, long[] targets) => nn.functional.cross_entropy(
        Product(vectors, encoder.ItemVectors),
        tensor(Array.ConvertAll(targets, t => t - 1)),
        label_smoothing: options.LabelSmoothing);

    private Tensor Sampled(Tensor vectors, long[] targets, NegativeSampler negatives, Random random)
    {
        var drawn = negatives.Draw(random);
        var targetItems = tensor(targets);
        var drawnItems = tensor(drawn);
        var positive = vectors.mul(encoder.ItemVectorsOf(targetItems)).sum(1, keepdim: true);
        positive = positive.add(tensor(negatives.Correction(targets)).unsqueeze(1), TorchScalars.One);
        var negative = Product(vectors, encoder.ItemVectorsOf(drawnItems)).add(tensor(negatives.Correction(drawn)), TorchScalars.One);

        // A target that was drawn as a negative is not one.
        negative = negative.masked_fill(targetItems.unsqueeze(1).eq(drawnItems), TorchScalars.Never);
        var logits = cat([positive, negative], 1);
        return nn.functional.cross_entropy(logits, zeros(targets.Length, ScalarType.Int64));
    }

    private Tensor Product(Tensor vectors, Tensor items) => options.Bfloat16
        ? vectors.to(ScalarType.BFloat16).matmul(items.to(ScalarType.BFloat16).t()).to(ScalarType.Float32)
        : vectors.matmul(items.t());
}
