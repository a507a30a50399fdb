using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Reco.Core;
using Orleans.Reco.Inference;

namespace Orleans.Reco.Learning;

/// <summary>Puts users' candidates in the order of a ranker's graph, as serving does, and measures the order.</summary>
internal sealed class GraphJudge : IDisposable
{
    private readonly RankerPrecision _precision;
    private readonly byte[] _graph;
    private readonly RankerSession _session;
    private readonly List<float> _scores = [];
    private double _ndcg;
    private int _users;

    /// <summary>Loads a graph; its features are <see cref="RankerFeatures.All"/>.</summary>
    public GraphJudge(RankerPrecision precision, byte[] graph, int dimension)
    {
        (_precision, _graph) = (precision, graph);
        var factory = new SessionFactory(new InferenceOptions(), NullLogger<SessionFactory>.Instance);
        _session = RankerSession.Create(factory, graph, dimension, RankerFeatures.All);
    }

    /// <summary>Ranks a user's candidates.</summary>
    /// <returns>The items, best first.</returns>
    public int[] Rank(ServedCandidates candidates)
    {
        var scores = candidates.Score(_session);
        _scores.AddRange(scores);
        var order = candidates.Items.Select((item, at) => (Item: item, Score: scores[at]));
        int[] items = [.. order.OrderByDescending(x => x.Score).ThenBy(x => x.Item).Select(x => x.Item)];
        _ndcg += RankingMetrics.Ndcg(items, candidates.Targets, 10);
        _users++;
        return items;
    }

    /// <summary>What all users so far say of the graph.</summary>
    /// <param name="labels">1 where a user turned to a candidate, in the order in which they were ranked.</param>
    public ServedRankerGraph Measure(float[] labels)
    {
        float[] scores = [.. _scores];
        return new ServedRankerGraph(
            _precision, _graph, _ndcg / _users, BinaryMetrics.Auc(scores, labels), BinaryMetrics.LogLoss(scores, labels));
    }

    public void Dispose() => _session.Dispose();
}
