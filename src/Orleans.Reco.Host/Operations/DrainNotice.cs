using Microsoft.Extensions.Options;

namespace Orleans.Reco.Host;

/// <summary>Says that the process is leaving, and goes on serving for a moment before anything stops.</summary>
internal sealed class DrainNotice(IOptions<RecoHostOptions> options, TimeProvider time) : IHostedLifecycleService
{
    private volatile bool _leaving;

    /// <summary>Whether SIGTERM has come.</summary>
    public bool Leaving => _leaving;

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        _leaving = true;
        return Task.Delay(options.Value.Drain.Notice, time, cancellationToken);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
