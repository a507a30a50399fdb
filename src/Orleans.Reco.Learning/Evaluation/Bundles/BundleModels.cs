using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Reco.Core;
using Orleans.Reco.Inference;

namespace Orleans.Reco.Learning;

/// <summary>A bundle as models over a dataset's vocabulary, each scored through ONNX Runtime as serving does.</summary>
public sealed class BundleModels : IDisposable
{
    private readonly EncoderSession? _encoder;
    private readonly ScoresSession? _scores;

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
        var factory = new SessionFactory(new InferenceOptions(), NullLogger<SessionFactory>.Instance);
        var index = bundle.ItemIds.Select((id, i) => (id, i)).ToDictionary(x => x.id, x => x.i + 1, StringComparer.Ordinal);
        int[] itemMap = [.. data.Items.Select(id => index.GetValueOrDefault(id))];
        int[] typeMap = [.. data.Types.Select(t => Manifest.EventTypes.GetValueOrDefault(((byte)t.Code).ToString(CultureInfo.InvariantCulture)))];
        IRecommenderModel Over(IRecommenderModel model) => RemappedModel.Create(model, itemMap, typeMap);
        Popularity = Over(PopularityModel.FromScores(bundle.Popularity));
        _scores = ScoresSession.TryCreate(factory, bundle);
        if (_scores is not null)
        {
            Model = Served = Over(new BundleScoresModel(bundle, _scores));
            return;
        }

        _encoder = new EncoderSession(factory, bundle);
        var encoder = new BundleEncoderModel(bundle, _encoder, threads);
        var neighbours = new BundleNeighbours(Manifest.Neighbours, bundle.Neighbours.ToArray(), bundle.NeighbourScores.ToArray());
        Model = Over(encoder);
        Served = Manifest.Neighbours > 0
            ? Over(new NeighbourBlendModel(encoder, neighbours, Vocabulary(bundle, types), Manifest.NeighbourWeight))
            : Model;
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
    public void Dispose()
    {
        _encoder?.Dispose();
        _scores?.Dispose();
    }

    // Items and types by the bundle's indices. An index may stand for no type, or for several: events then know it alone, and the first
    // type's weight goes for all of them.
    private static InteractionDataset Vocabulary(ModelBundle bundle, InteractionTypes types)
    {
        var byIndex = bundle.Manifest.EventTypes
            .Select(t => (Code: byte.Parse(t.Key, CultureInfo.InvariantCulture), Index: t.Value))
            .GroupBy(t => t.Index)
            .ToDictionary(group => group.Key, group => types[(InteractionType)group.Min(t => t.Code)]);
        return new InteractionDataset
        {
            Users = [],
            Items = bundle.ItemIds,
            Types = [.. Enumerable.Range(1, byIndex.Keys.DefaultIfEmpty().Max()).Select(i => byIndex.GetValueOrDefault(i, byIndex.Values.First()))],
            Events = [],
            UserStarts = [0],
        };
    }
}
