namespace Orleans.Reco.Storage.Tests;

/// <summary>A store that keeps the log's files, for tests that hold for every store.</summary>
public abstract class LogTestStore
{
    /// <summary>Starts what it needs.</summary>
    public virtual Task StartAsync() => Task.CompletedTask;

    /// <summary>Points a log's options at the store.</summary>
    public virtual void Configure(EventLogOptions options)
    {
    }

    public virtual Task StopAsync() => Task.CompletedTask;
}
