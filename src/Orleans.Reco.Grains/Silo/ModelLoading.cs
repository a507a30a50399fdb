using Orleans.Reco.Core;

namespace Orleans.Reco.Grains;

/// <summary>
/// Models are read, bound and warmed up one at a time in a process, whatever number of tenants have a new one at once. Reading and binding
/// have a thread of their own, as seconds of work on pool threads would hold up every request of the silo until the pool has grown.
/// </summary>
internal static class ModelLoading
{
    private static readonly SemaphoreSlim Turn = new(1);

    /// <summary>Runs it on a thread of its own when its turn comes.</summary>
    public static Task<T> RunAsync<T>(Func<T> load) => InTurnAsync(() => BackgroundThread.RunAsync(load));

    /// <summary>Begins it when its turn comes; the next one waits for its end.</summary>
    public static async Task<T> InTurnAsync<T>(Func<Task<T>> work)
    {
        await Turn.WaitAsync();
        try
        {
            return await work();
        }
        finally
        {
            Turn.Release();
        }
    }
}
