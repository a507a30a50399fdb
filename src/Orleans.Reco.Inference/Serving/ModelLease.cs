namespace Orleans.Reco.Inference;

/// <summary>Keeps a model loaded until it is disposed.</summary>
public sealed class ModelLease : IDisposable
{
    private readonly ModelResources _resources;
    private int _disposed;

    internal ModelLease(ServingModel model, ModelResources resources)
    {
        Model = model;
        _resources = resources;
    }

    /// <summary>The model.</summary>
    public ServingModel Model { get; }

    /// <summary>Gives the model back; the last one to do so after the model went out of service unloads it.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            _resources.Release();
        }
    }
}
