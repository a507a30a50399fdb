using TorchSharp;
using static TorchSharp.torch;

namespace Orleans.Reco.Learning;

/// <summary>Softmax cross-entropy of the next items, over all items or over shared, corrected negatives.</summary>
/// <remarks>
/// That the loss sees many negatives matters more than the architecture: Klenitskiy and Vasilev, and Petrov and Macdonald (both RecSys
/// 2023). Where a position has several targets, each stands against the negatives alone, not against the others.
/// </remarks>
internal sealed class NextItemLoss(SequenceEncoder encoder, SequenceTrainingOptions options, NegativeSampler? sampler)
{
    /// <summary>The mean loss of a batch; a scalar with gradient.</summary>
    public Tensor Compute(SequenceBatch batch, Random random)
    {
        var items = tensor(batch.Items, [batch.Rows, batch.Length]);
        var events = tensor(batch.Events, [batch.Rows, batch.Length]);
        var vectors = encoder.call(items, events).reshape(-1, encoder.Dimension).index_select(0, tensor(batch.Positions));
        var losses = sampler is null ? Full(vectors, batch) : Sampled(vectors, batch, sampler, random);
        return options.Horizon == 1 ? losses.mean() : Weigh(losses, batch.Targets);
    }

    // Shape [positions, horizon], as that of the other way.
    private Tensor Full(Tensor vectors, SequenceBatch batch)
    {
        var logits = nn.functional.log_softmax(Product(vectors, encoder.ItemVectors), 1);
        var losses = logits.gather(1, tensor(Array.ConvertAll(batch.Targets, t => Math.Max(0, t - 1)), [batch.Positions.Length, options.Horizon])).neg();
        if (options.LabelSmoothing == 0)
        {
            return losses;
        }

        using Scalar spread = options.LabelSmoothing;
        using Scalar rest = 1 - options.LabelSmoothing;
        return losses.mul(rest).add(logits.mean([1], keepdim: true).neg(), spread);
    }

    private Tensor Sampled(Tensor vectors, SequenceBatch batch, NegativeSampler negatives, Random random)
    {
        var drawn = negatives.Draw(random);
        var drawnItems = tensor(drawn);
        var targets = tensor(batch.Targets, [batch.Positions.Length, options.Horizon]);
        var positive = vectors.unsqueeze(1).mul(encoder.ItemVectorsOf(targets)).sum(2);
        positive = positive.add(tensor(negatives.Correction(batch.Targets), positive.shape), TorchScalars.One);
        var negative = Product(vectors, encoder.ItemVectorsOf(drawnItems)).add(tensor(negatives.Correction(drawn)), TorchScalars.One);

        // A target that was drawn as a negative is not one.
        var isTarget = targets.unbind(1).Select(column => column.unsqueeze(1).eq(drawnItems)).Aggregate((a, b) => a.logical_or_(b));
        negative = negative.masked_fill(isTarget, TorchScalars.Never);
        return logaddexp(positive, logsumexp(negative, 1, keepdim: true)).add(positive.neg(), TorchScalars.One);
    }

    private Tensor Weigh(Tensor losses, long[] targets)
    {
        var weights = new float[targets.Length];
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = targets[i] == 0 ? 0 : (float)Math.Pow(options.HorizonDecay, i % options.Horizon);
        }

        return losses.mul(tensor(weights, losses.shape)).sum().div(tensor(weights.Sum()));
    }

    private Tensor Product(Tensor vectors, Tensor items) => options.Bfloat16
        ? vectors.to(ScalarType.BFloat16).matmul(items.to(ScalarType.BFloat16).t()).to(ScalarType.Float32)
        : vectors.matmul(items.t());
}
