using static TorchSharp.torch;

namespace Orleans.Reco.Learning;

/// <summary>libtorch's threads, seed and gradient mode belong to the process: whoever trains has them for itself.</summary>
internal static class TorchSession
{
    private static readonly SemaphoreSlim One = new(1, 1);

    /// <summary>Waits for its turn, then sets threads and seed; disposing ends the turn.</summary>
    public static IDisposable Begin(int threads, int seed, CancellationToken cancellationToken)
    {
        One.Wait(cancellationToken);
        try
        {
            set_num_threads(Parallelism.Threads(threads));
            _ = manual_seed(seed);
            return new Turn();
        }
        catch
        {
            _ = One.Release();
            throw;
        }
    }

    private sealed class Turn : IDisposable
    {
        private int _ended;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _ended, 1) == 0)
            {
                _ = One.Release();
            }
        }
    }
}
