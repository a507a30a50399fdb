using static TorchSharp.torch;

namespace Orleans.Reco.Learning.Tests;

public sealed class NextItemLossTests
{
    private const int Items = 20;
    private const int Seed = 3;

    private static readonly InteractionDataset Data = TestShop.Dataset(users: 6, items: Items, eventsPerUser: 7);

    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(0, 1, 0.1)]
    [InlineData(0, 3, 0)]
    [InlineData(8, 1, 0)]
    [InlineData(8, 3, 0)]
    public void ItIsTheMeanCrossEntropyOfTheTargets(int negatives, int horizon, double smoothing)
    {
        var options = SequenceTests.Options with
        {
            BatchSize = 6,
            Negatives = negatives,
            NegativePower = 0.5,
            LabelSmoothing = smoothing,
            Horizon = horizon,
            HorizonDecay = 0.5,
        };
        using var scope = NewDisposeScope();
        using var encoder = SequenceTests.Encoder(items: Items, dropout: 0);

        // Fresh embeddings are so small that every item would be as good as another.
        encoder.Load(encoder.ToWeights().ToDictionary(w => w.Key, w => new WeightArray(w.Value.Shape, Array.ConvertAll(w.Value.Values, v => 10 * v))));
        var batch = new SequenceBatches(Data, options).Epoch(1)[0];
        var sampler = negatives == 0 ? null : new NegativeSampler(Data, options);
        var loss = new NextItemLoss(encoder, options, sampler).Compute(batch, new Random(Seed)).data<float>()[0];
        Assert.Equal(Expected(encoder, batch, options, sampler), loss, 1e-4);
    }

    private static double Expected(SequenceEncoder encoder, SequenceBatch batch, SequenceTrainingOptions options, NegativeSampler? sampler)
    {
        long[] shape = [batch.Rows, batch.Length];
        var vectors = encoder.call(tensor(batch.Items, shape), tensor(batch.Events, shape)).contiguous().data<float>().ToArray();
        var items = encoder.ToItemVectors();
        var drawn = sampler?.Draw(new Random(Seed)) ?? [];
        double sum = 0, weights = 0;
        for (var i = 0; i < batch.Targets.Length; i++)
        {
            if (batch.Targets[i] == 0)
            {
                continue;
            }

            var (at, nth) = Math.DivRem(i, options.Horizon);
            var own = batch.Targets.AsSpan(at * options.Horizon, options.Horizon).ToArray();
            double Logit(long item) => Enumerable.Range(0, encoder.Dimension).Sum(
                d => (double)vectors[(batch.Positions[at] * encoder.Dimension) + d] * items[((item - 1) * encoder.Dimension) + d])
                + (sampler?.Correction([item])[0] ?? 0);
            var against = sampler is null ? Enumerable.Range(1, Items).Select(n => (long)n) : drawn.Except(own).SelectMany(n => drawn.Where(m => m == n)).Append(batch.Targets[i]);
            var logits = against.Select(Logit).ToArray();
            var all = Math.Log(logits.Sum(Math.Exp));
            var loss = ((1 - options.LabelSmoothing) * (all - Logit(batch.Targets[i]))) + (options.LabelSmoothing * (all - logits.Average()));
            var weight = Math.Pow(options.HorizonDecay, nth);
            sum += weight * loss;
            weights += weight;
        }

        return sum / weights;
    }
}
