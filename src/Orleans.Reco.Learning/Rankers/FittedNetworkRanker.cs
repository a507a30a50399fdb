using Orleans.Reco.Inference;
using static TorchSharp.torch;

namespace Orleans.Reco.Learning;

/// <summary>A trained network with the layout of its inputs.</summary>
internal sealed class FittedNetworkRanker(
    string name, RankerNetwork network, RankerLayout layout, IReadOnlyDictionary<string, double> choices) : IFittedRanker
{
    public string Name => name;

    public IReadOnlyDictionary<string, double> Choices => choices;

    public float[] Score(RankingDataset rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return network.Probabilities(new RankerRows(rows, layout));
    }

    public RankerWeights ToWeights()
    {
        using var scope = NewDisposeScope();
        return network.ToWeights();
    }

    public void Dispose() => network.Dispose();
}
