using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Runtime;

namespace Orleans.Reco.Storage.Tests;

/// <summary>Starts a participant of the silo's life without a silo.</summary>
internal static class SiloLifecycles
{
    public static Task StartAsync(object participant)
    {
        var lifecycle = new SiloLifecycleSubject(NullLogger<SiloLifecycleSubject>.Instance);
        ((ILifecycleParticipant<ISiloLifecycle>)participant).Participate(lifecycle);
        return lifecycle.OnStart();
    }
}
