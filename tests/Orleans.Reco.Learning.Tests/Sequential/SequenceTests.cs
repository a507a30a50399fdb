namespace Orleans.Reco.Learning.Tests;

/// <summary>Options and data that the tests of sequence models share.</summary>
internal static class SequenceTests
{
    public static readonly SequenceTrainingOptions Options = new()
    {
        Seed = 1,
        MaxLength = 50,
        Epochs = 6,
        Patience = 6,
        BatchSize = 4,
        LearningRate = 0.004,
        WeightDecay = 0.01,
        GradientClip = 1,
        Negatives = 10,
    };

    public static GruEncoder Encoder(int seed = 1, int items = 50, double dropout = 0.2)
    {
        _ = TorchSharp.torch.manual_seed(seed);
        return new GruEncoder(items, 2, 8, 8, dropout);
    }

    public static Func<double> Validation(SequenceEncoder encoder, InteractionDataset data, TemporalSplit split)
    {
        var evaluator = new RankingEvaluator(TemporalSplit.Cases(data, split.HoldoutFrom), TemporalSplit.ItemsBefore(data, split.HoldoutFrom));
        var scorer = new SequenceScorer(encoder, 50);
        return () => evaluator.Evaluate(scorer, TestContext.Current.CancellationToken).Ndcg10;
    }
}
