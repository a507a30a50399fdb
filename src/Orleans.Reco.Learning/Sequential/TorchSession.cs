using static TorchSharp.torch;

namespace Orleans.Reco.Learning;

/// <summary>libtorch's threads, seed and gradient mode belong to the process: whoever trains has them for itself.</summary>
internal sealed class TorchSession : IDisposable
{
    private static readonly SemaphoreSlim One = new(1, 1);

    private readonly int _threads;
    private readonly int _seed;
    private int _ended;

    private TorchSession(int threads, int seed) => (_threads, _seed) = (threads, seed);

    /// <summary>Waits for its turn, then sets threads and seed; disposing ends the turn.</summary>
    public static TorchSession Begin(int threads, int seed, CancellationToken cancellationToken)
    {
        var session = new TorchSession(threads, seed);
        session.Enter(cancellationToken);
        return session;
    }

    /// <summary>Lets others of this process have their turn while something is waited for that needs no torch.</summary>
    public T Lend<T>(Func<T> wait)
    {
        _ = One.Release();
        try
        {
            return wait();
        }
        finally
        {
            // Not cancellable: whoever is told of the cancellation still ends the turn.
            Enter(CancellationToken.None);
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _ended, 1) == 0)
        {
            _ = One.Release();
        }
    }

    private void Enter(CancellationToken cancellationToken)
    {
        One.Wait(cancellationToken);
        try
        {
            set_num_threads(Parallelism.Threads(_threads));
            _ = manual_seed(_seed);
        }
        catch
        {
            _ = One.Release();
            throw;
        }
    }
}
