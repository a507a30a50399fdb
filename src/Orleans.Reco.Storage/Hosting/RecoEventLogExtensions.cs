using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Hosting;

namespace Orleans.Reco.Storage;

/// <summary>The event log: journal in RocksDB, segments in Parquet.</summary>
public static class RecoEventLogExtensions
{
    /// <summary>Adds <see cref="IEventLog"/>, <see cref="IEventLogReader"/>, <see cref="IEventLogMaintenance"/> and <see cref="IEventLogRecovery"/> to a silo.</summary>
    public static ISiloBuilder AddRecoEventLog(this ISiloBuilder builder, Action<EventLogOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        _ = builder.Services.AddRecoEventLog(configure);
        return builder;
    }

    /// <summary>
    /// Adds <see cref="IEventLog"/>, <see cref="IEventLogReader"/>, <see cref="IEventLogMaintenance"/> and <see cref="IEventLogRecovery"/>;
    /// the silo in the same container starts and stops the log.
    /// </summary>
    public static IServiceCollection AddRecoEventLog(this IServiceCollection services, Action<EventLogOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        _ = services
            .AddOptions<EventLogOptions>()
            .Configure(configure)
            .PostConfigure<IServiceProvider>((options, provider) => options.WriterId ??=
                provider.GetService<ILocalSiloDetails>()?.Name ?? $"{Environment.MachineName}-{Environment.ProcessId}")
            .ValidateDataAnnotations()
            .Validate(
                options => JournalKey.WriterIdError(options.WriterId!) is null,
                $"{nameof(EventLogOptions)}.{nameof(EventLogOptions.WriterId)} must have 1 to {JournalKey.MaxWriterIdLength} characters.")
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<RocksDbEventLog>();
        services.TryAddSingleton<IEventLog>(provider => provider.GetRequiredService<RocksDbEventLog>());
        services.TryAddSingleton<IEventLogRecovery>(provider => provider.GetRequiredService<RocksDbEventLog>());
        services.TryAddSingleton<IEventLogReader>(provider => new EventLogReader(Options(provider).Files()));
        services.TryAddSingleton<IEventLogMaintenance>(provider => new EventLogMaintenance(
            Options(provider).Files(),
            Options(provider),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<EventLogMaintenance>>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ILifecycleParticipant<ISiloLifecycle>, EventLogLifecycle>());
        return services;
    }

    /// <summary>Adds <see cref="IEventLogReader"/> over a folder that silos write to, for processes without a silo.</summary>
    /// <param name="services">The services.</param>
    /// <param name="path">The folder, <see cref="EventLogOptions.Path"/> of the silos.</param>
    public static IServiceCollection AddRecoEventLogReader(this IServiceCollection services, string path)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(path);
        services.TryAddSingleton<IEventLogReader>(new EventLogReader(new FolderLogFiles(Path.GetFullPath(path))));
        return services;
    }

    private static EventLogOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<EventLogOptions>>().Value;
}
