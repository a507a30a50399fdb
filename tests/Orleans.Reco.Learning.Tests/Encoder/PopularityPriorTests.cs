using TorchSharp;

namespace Orleans.Reco.Learning.Tests;

[Collection(nameof(Torch))]
public sealed class PopularityPriorTests
{
    [Fact]
    public void FoldedWeightsScoreAsEncoderPlusPrior()
    {
        _ = torch.manual_seed(5);
        using var encoder = new GruEncoder(items: 9, events: 2, dimension: 6, stateDimension: 8, dropout: 0);
        var prior = new PopularityPrior(0.5f, new float[] { 0, 1, 2, 3, 4, 5, 6, 7, 8 });
        var folded = prior.Fold(encoder.ToWeights());
        using var wide = new GruEncoder(9, 2, 7, 8, 0);
        wide.Load(folded);
        ReadOnlyMemory<DatasetEvent>[] histories = [new DatasetEvent[] { new(0, 3, 1, 0, 0), new(0, 5, 2, 0, 1) }];
        float[] expected = new float[9], actual = new float[9];
        new GruEncoderModel(encoder, 50, prior).Score(histories, expected);
        new GruEncoderModel(wide, 50).Score(histories, actual);
        for (var i = 0; i < 9; i++)
        {
            Assert.Equal(expected[i], actual[i], 1e-5);
        }

        Assert.Equal(0.5 * Math.Log(9), prior.Terms[8], 1e-6);
    }
}
