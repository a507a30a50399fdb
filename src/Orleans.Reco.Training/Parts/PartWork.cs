using Orleans.Reco.Core;

namespace Orleans.Reco.Training;

/// <summary>What a part does on a thread of its own.</summary>
internal sealed class PartWork : IDisposable
{
    private readonly CancellationTokenSource _cancel = new();
    private volatile bool _stop;

    private PartWork(string id) => Id = id;

    public string Id { get; }

    /// <summary>The report with the result's bytes; never faulted.</summary>
    public Task<(PartReport Report, byte[] Result)> Task { get; private set; } = null!;

    /// <param name="id">Its id.</param>
    /// <param name="standsBack">Whether its thread runs only where no other wants the core.</param>
    /// <param name="run">What it does; told whether to stop with what it has.</param>
    public static PartWork Start(string id, bool standsBack, Func<Func<bool>, CancellationToken, (PartReport Report, byte[] Result)> run)
    {
        var work = new PartWork(id);
        work.Task = System.Threading.Tasks.Task.Factory.StartNew(
            () => work.Run(standsBack, run), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return work;
    }

    /// <summary>Ends it with what it has.</summary>
    public void Stop() => _stop = true;

    /// <summary>Ends it without a result.</summary>
    public void Dispose() => _cancel.Cancel();

    private (PartReport Report, byte[] Result) Run(
        bool standsBack, Func<Func<bool>, CancellationToken, (PartReport Report, byte[] Result)> run)
    {
        if (standsBack)
        {
            ThreadNiceness.StandBack();
        }

        try
        {
            return run(() => _stop, _cancel.Token);
        }
        catch (Exception exception)
        {
            return (new PartReport { Stage = PartStage.Failed, Message = exception.Message }, []);
        }
    }
}
