using System.Globalization;
using Orleans.Reco.Inference;

namespace Orleans.Reco.Learning;

/// <summary>A ranker for a bundle, and whether it earns its place there.</summary>
/// <param name="Users">Users that it was judged on; none of them was trained on.</param>
/// <param name="BlendNdcg">NDCG@10 of the blend on them, [0,1].</param>
/// <param name="Float32">The graph in float32.</param>
/// <param name="Int8">The graph in int8; null where none was asked for.</param>
/// <param name="ChangedTop">Share of the first 20 places of a list that int8 gives to other items, a mean over users, [0,1].</param>
/// <param name="MaxQuantizationLoss">See <see cref="ServedRankerOptions.MaxQuantizationLoss"/>.</param>
internal sealed record ServedRankerResult(
    int Users, double BlendNdcg, ServedRankerGraph Float32, ServedRankerGraph? Int8, double ChangedTop, double MaxQuantizationLoss)
{
    /// <summary>How much lower the AUC of int8 is; below 0 where it is higher.</summary>
    public double QuantizationLoss => Int8 is null ? 0 : Float32.Auc - Int8.Auc;

    /// <summary>The bundle's graph: int8 where it was asked for and loses no more than it may.</summary>
    public ServedRankerGraph Published => Int8 is not null && QuantizationLoss <= MaxQuantizationLoss ? Int8 : Float32;

    /// <summary>True where the ranker is better than the order that it would change.</summary>
    public bool Accepted => Published.Ndcg > BlendNdcg;

    /// <summary>A manifest of a bundle with the graph.</summary>
    public BundleManifest Describe(BundleManifest manifest) => manifest with
    {
        RankerFeatures = [.. RankerFeatures.All],
        RankerPrecision = Published.Precision,
        Parameters = new(manifest.Parameters.Concat(Figures().Select(f => KeyValuePair.Create($"ranker.heldOut.{f.Name}", Text(f.Value))))),
    };

    private IEnumerable<(string Name, double Value)> Figures()
    {
        yield return ("users", Users);
        yield return ("blend.ndcg@10", BlendNdcg);
        foreach (var graph in new[] { Float32, Int8 }.OfType<ServedRankerGraph>())
        {
            var name = graph == Float32 ? "float32" : "int8";
            yield return ($"{name}.ndcg@10", graph.Ndcg);
            yield return ($"{name}.auc", graph.Auc);
            yield return ($"{name}.logLoss", graph.LogLoss);
        }

        if (Int8 is not null)
        {
            yield return ("int8.changedTop20", ChangedTop);
        }
    }

    private static string Text(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
