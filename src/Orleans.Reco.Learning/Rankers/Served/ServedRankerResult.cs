using Orleans.Reco.Inference;

namespace Orleans.Reco.Learning;

/// <summary>A ranker for a bundle, and whether it earns its place there.</summary>
/// <param name="Users">Users that it was judged on; none of them was trained on.</param>
/// <param name="BlendNdcg">NDCG@10 of the blend on them, [0,1].</param>
/// <param name="RankerNdcg">NDCG@10 of the same candidates in the ranker's order, [0,1].</param>
/// <param name="Layers">For <see cref="MlpRankerGraph"/>; the features are <see cref="RankerFeatures.All"/> in their order.</param>
internal sealed record ServedRankerResult(int Users, double BlendNdcg, double RankerNdcg, IReadOnlyList<DenseLayer> Layers)
{
    /// <summary>True where the ranker is better than the order that it would change.</summary>
    public bool Accepted => RankerNdcg > BlendNdcg;

    /// <summary>The bundle's graph.</summary>
    public byte[] ToGraph() =>
        MlpRankerGraph.Build((Layers[0].Inputs - RankerFeatures.All.Count) / 2, RankerFeatures.All.Count, Layers);
}
