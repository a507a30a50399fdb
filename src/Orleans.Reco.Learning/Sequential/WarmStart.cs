using System.Globalization;
using Orleans.Reco.Inference;

namespace Orleans.Reco.Learning;

/// <summary>Starts an encoder from the weights of a bundle: items and event types find their rows by name, new ones keep their own.</summary>
internal static class WarmStart
{
    /// <exception cref="DatasetException">The bundle has no weights, or those of another algorithm or size.</exception>
    public static void Apply(SequenceEncoder encoder, InteractionDataset data, string bundleFolder, string algorithm)
    {
        var bundle = ModelBundle.Open(bundleFolder);
        var file = Path.Combine(bundleFolder, EncoderFiles.Weights);
        if (!File.Exists(file))
        {
            throw new DatasetException("parent", $"bundle {bundle.Version} has no weights to start from.");
        }

        var (weights, metadata) = SafeTensors.Read(File.ReadAllBytes(file));
        if (metadata.GetValueOrDefault("algorithm") != algorithm)
        {
            throw new DatasetException(
                "parent", $"bundle {bundle.Version} is of algorithm '{metadata.GetValueOrDefault("algorithm")}'; '{algorithm}' is asked for.");
        }

        var own = encoder.ToWeights();
        var items = bundle.ItemIds.Select((id, i) => (id, i)).ToDictionary(x => x.id, x => x.i + 1, StringComparer.Ordinal);
        weights["items.weight"] = Rows(weights["items.weight"], own["items.weight"], [.. data.Items.Select(id => items.GetValueOrDefault(id))]);
        weights["events.weight"] = Rows(weights["events.weight"], own["events.weight"], [.. data.Types.Select(type =>
            bundle.Manifest.EventTypes.GetValueOrDefault(((byte)type.Code).ToString(CultureInfo.InvariantCulture)))]);
        encoder.Load(weights);
    }

    // Row i + 1 from the parent's row parents[i], or as it is where that is 0.
    private static WeightArray Rows(WeightArray parent, WeightArray own, int[] parents)
    {
        var d = (int)own.Shape[1];
        var values = own.Values.ToArray();
        for (var i = 0; i < parents.Length && parent.Shape[1] == d; i++)
        {
            if (parents[i] > 0)
            {
                parent.Values.AsSpan(parents[i] * d, d).CopyTo(values.AsSpan((i + 1) * d));
            }
        }

        return own with { Values = values };
    }
}
