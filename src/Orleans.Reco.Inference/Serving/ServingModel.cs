using Orleans.Reco.Core;

namespace Orleans.Reco.Inference;

/// <summary>
/// A loaded bundle bound to a tenant's catalog: its rows by ordinal. Never changed; when the catalog has items that the binding lacks,
/// <see cref="Rebind"/> makes another binding of the same sessions. Sessions run under a lease, so that a model that goes out of
/// service stays loaded until its last request has finished.
/// </summary>
public sealed class ServingModel : IDisposable
{
    private readonly ModelResources _resources;
    private readonly CatalogView _catalog;
    private readonly ModelBinding _binding;
    private int _disposed;

    private ServingModel(ModelResources resources, CatalogView catalog)
    {
        _resources = resources;
        _catalog = catalog;
        _binding = new ModelBinding(resources, catalog);
        Neighbours = Manifest.Neighbours > 0
            ? new NeighbourTable(resources.NeighbourRows, resources.NeighbourScores, Manifest.Neighbours, _binding.Vocabulary)
            : null;
        Index = resources.Retrieval is { } retrieval ? new GraphIndex(retrieval, Vectors) : resources.Lists?.Bind(Vectors) ?? Vectors;
    }

    /// <summary>What the bundle is.</summary>
    public BundleManifest Manifest => _resources.Manifest;

    /// <summary>The bundle's name.</summary>
    public string Version => Manifest.Version;

    /// <summary>
    /// Item vectors by ordinal: those of the vocabulary and, where the bundle has a content tower, one for each other item of the catalog.
    /// </summary>
    public ItemVectors Vectors => _binding.Vectors;

    /// <summary>Item neighbours by ordinal; null where the bundle has none.</summary>
    public NeighbourTable? Neighbours { get; }

    /// <summary>True once no binding is in service and no lease is held: the sessions are disposed.</summary>
    public bool IsUnloaded => _resources.IsReleased;

    /// <summary>Finds the nearest of <see cref="Vectors"/>.</summary>
    internal IItemIndex Index { get; }

    internal EncoderSession Encoder => _resources.Encoder;

    /// <summary>Scores every item from a history; null where a score is a dot product.</summary>
    internal ScoresSession? Scores => _resources.Scores;

    internal RankerSession? Ranker => _resources.Ranker;

    /// <summary>The ranker that runs user by user; null where it cannot.</summary>
    internal SplitRanker? SplitRanker => _resources.SplitRanker;

    /// <summary>Loads the sessions of a bundle and binds it to a catalog.</summary>
    /// <exception cref="InvalidBundleException">A graph does not load or does not fit the manifest.</exception>
    /// <exception cref="ExecutionProviderException">The configured execution provider cannot be used.</exception>
    public static ServingModel Load(ModelBundle bundle, CatalogView catalog, SessionFactory factory)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(factory);
        var resources = new ModelResources(bundle, factory);
        try
        {
            return new ServingModel(resources, catalog);
        }
        catch
        {
            resources.Release();
            throw;
        }
    }

    /// <summary>
    /// True if the binding knows all items of the catalog that the bundle can give a vector: those of its vocabulary and, where it has a
    /// content tower, all others with the content that they have now. Other items do not matter, nor do deleted ones or changes of stock:
    /// the catalog itself says what is available.
    /// </summary>
    public bool Covers(CatalogView catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return ReferenceEquals(catalog, _catalog) || _binding.Covers(catalog);
    }

    /// <summary>Binds the same bundle to a newer catalog. Both bindings are in service until each is disposed.</summary>
    /// <exception cref="ObjectDisposedException">The model is unloaded.</exception>
    public ServingModel Rebind(CatalogView catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ObjectDisposedException.ThrowIf(!_resources.TryAddUser(), this);
        try
        {
            return new ServingModel(_resources, catalog);
        }
        catch
        {
            _resources.Release();
            throw;
        }
    }

    /// <summary>Keeps the sessions loaded while the lease is held; null where they are unloaded already.</summary>
    public ModelLease? TryAcquire() => _resources.TryAddUser() ? new ModelLease(this, _resources) : null;

    /// <summary>The vocabulary index of an item, from 1; 0 where the model was not trained on it.</summary>
    public int IndexOf(int ordinal) => _binding.Vocabulary.TryGetRow(ordinal, out var row) ? row + 1 : 0;

    /// <summary>The encoder's index of an interaction type, from 1; 0 where it was not trained on it.</summary>
    public int EventIndexOf(InteractionType type) => _resources.EventIndices[(byte)type];

    /// <summary>Weighted interactions of an item in the training window; 0 where the model was not trained on it.</summary>
    public float PopularityOf(int ordinal) => _binding.Vocabulary.TryGetRow(ordinal, out var row) ? _resources.Popularity[row] : 0;

    /// <summary>Takes this binding out of service. Leases that are held stay good.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            _resources.Release();
        }
    }
}
