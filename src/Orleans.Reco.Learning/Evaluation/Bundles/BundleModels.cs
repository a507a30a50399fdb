using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Reco.Core;
using Orleans.Reco.Inference;

namespace Orleans.Reco.Learning;

/// <summary>A bundle as models over a dataset's vocabulary, each scored through ONNX Runtime as serving does.</summary>
public sealed class BundleModels : IDisposable
{
    private readonly EncoderSession _session;

    /// <summary>Opens a bundle.</summary>
    /// <param name="folder">The bundle.</param>
    /// <param name="data">What histories and rankings are in; items that the bundle does not know are never listed.</param>
    /// <param name="types">The installation's interaction types.</param>
    /// <param name="threads">0 = all cores.</param>
    /// <exception cref="InvalidBundleException">The bundle cannot be served.</exception>
    public BundleModels(string folder, InteractionDataset data, InteractionTypes types, int threads = 0)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(types);
        Folder = folder;
        var bundle = ModelBundle.Open(folder);
        Manifest = bundle.Manifest;
        var own = data.WithVocabulary(
            bundle.ItemIds,
            [
                .. Manifest.EventTypes
                    .OrderBy(t => t.Value)
                    .Select(t => types[(InteractionType)byte.Parse(t.Key, CultureInfo.InvariantCulture)]),
            ]);
        _session = new EncoderSession(new SessionFactory(new InferenceOptions(), NullLogger<SessionFactory>.Instance), bundle);
        var encoder = new BundleEncoderModel(bundle, _session, threads);
        var neighbours = new BundleNeighbours(Manifest.Neighbours, bundle.Neighbours.ToArray(), bundle.NeighbourScores.ToArray());
        IRecommenderModel Over(IRecommenderModel model) => RemappedModel.Create(model, own, data);
        Popularity = Over(PopularityModel.FromScores(bundle.Popularity));
        Model = Over(encoder);
        Served = Over(new NeighbourBlendModel(encoder, neighbours, own, Manifest.NeighbourWeight));
    }

    /// <summary>The bundle's folder.</summary>
    public string Folder { get; }

    /// <summary>The bundle's manifest.</summary>
    public BundleManifest Manifest { get; }

    /// <summary>The bundle's popularity.</summary>
    public IRecommenderModel Popularity { get; }

    /// <summary>The learnt model alone.</summary>
    public IRecommenderModel Model { get; }

    /// <summary>What users are served: the model with the neighbours' weight.</summary>
    public IRecommenderModel Served { get; }

    /// <summary>The split that a bundle was trained under, as its manifest records it.</summary>
    /// <exception cref="DatasetException">What is recorded cannot be read.</exception>
    public static SplitConfiguration SplitOf(BundleManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        double Fraction(string name) =>
            manifest.Parameters.TryGetValue(name, out var text) && double.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : 0.1;

        return manifest.Parameters.TryGetValue("split", out var recorded)
            ? SplitConfiguration.Parse(recorded)
            : new SplitConfiguration { ValidationFraction = Fraction("validationFraction"), HoldoutFraction = Fraction("holdoutFraction") };
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();
}
