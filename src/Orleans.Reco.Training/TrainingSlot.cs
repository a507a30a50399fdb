namespace Orleans.Reco.Training;

/// <summary>One training at a time in a silo.</summary>
internal sealed class TrainingSlot : IDisposable
{
    private readonly SemaphoreSlim _free = new(1);

    public Task WaitAsync(CancellationToken cancellationToken) => _free.WaitAsync(cancellationToken);

    public void Release() => _free.Release();

    public void Dispose() => _free.Dispose();
}
