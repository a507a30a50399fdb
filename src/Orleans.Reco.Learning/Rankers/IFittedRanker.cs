using Orleans.Reco.Inference;

namespace Orleans.Reco.Learning;

/// <summary>A ranker that has learnt.</summary>
public interface IFittedRanker : IDisposable
{
    /// <summary>The algorithm's name.</summary>
    string Name { get; }

    /// <summary>What was chosen while it learnt: <c>epoch</c>, from 1, and <c>validationLogLoss</c>, in nats.</summary>
    IReadOnlyDictionary<string, double> Choices { get; }

    /// <summary>The probability of a positive label, (0,1), shape <c>[rows]</c>. The rows have the schema of the training rows.</summary>
    /// <exception cref="DatasetException">The rows lack a field that the ranker takes.</exception>
    float[] Score(RankingDataset rows);

    /// <summary>
    /// Its weights. <see cref="RankerGraphs.Build"/> makes a graph of them, which gives the numbers of <see cref="Score"/> up to rounding.
    /// </summary>
    RankerWeights ToWeights();
}
