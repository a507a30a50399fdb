using System.Net;
using Orleans.Configuration;
using StackExchange.Redis;

namespace Orleans.Reco.Host;

/// <summary>Makes the silo a member of the cluster that the settings name.</summary>
internal static class ClusterExtensions
{
    // The name by which .NET knows Npgsql.
    public const string PostgreSqlInvariant = "Npgsql";

    public static void UseCluster(this ISiloBuilder silo, RecoHostOptions options)
    {
        var connections = options.Connections;
        switch (options.Cluster.Membership)
        {
            case MembershipKind.Redis:
                silo.UseRedisClustering(redis => redis.ConfigurationOptions = RedisOptions(connections));
                silo.UseRedisReminderService(redis => redis.ConfigurationOptions = RedisOptions(connections));
                silo.UseIdentity(options);
                break;
            case MembershipKind.PostgreSql:
                silo.UseAdoNetClustering(sql => (sql.Invariant, sql.ConnectionString) = (PostgreSqlInvariant, connections.PostgreSql!));
                silo.UseAdoNetReminderService(sql => (sql.Invariant, sql.ConnectionString) = (PostgreSqlInvariant, connections.PostgreSql!));
                silo.UseIdentity(options);
                break;
            default:
                silo.UseLocalhostClustering(options.SiloPort, options.GatewayPort);
                silo.UseInMemoryReminderService();
                break;
        }
    }

    /// <summary>How to connect to Redis. A server that is away for a moment is waited for, also at the start.</summary>
    public static ConfigurationOptions RedisOptions(ConnectionSettings connections)
    {
        var options = ConfigurationOptions.Parse(connections.Redis!);
        options.AbortOnConnectFail = false;
        return options;
    }

    /// <summary>
    /// Orleans counts a silo as alive while it heard of it within three of the longest probe times, and probes again after that: four of
    /// them are the whole. By its defaults that would be 80 seconds for a silo that hangs with its connections open.
    /// </summary>
    private static void Detect(ClusterMembershipOptions membership, TimeSpan time)
    {
        membership.MaxProbeTimeout = time / (membership.NumMissedProbesLimit + 1);
        membership.ProbeTimeout = membership.MinProbeTimeout = membership.MaxProbeTimeout / 2;
    }

    private static void UseIdentity(this ISiloBuilder silo, RecoHostOptions options)
    {
        var cluster = options.Cluster;
        silo.Configure<ClusterOptions>(ids => (ids.ClusterId, ids.ServiceId) = (cluster.ClusterId, cluster.ServiceId));
        silo.Configure<ClusterMembershipOptions>(membership => Detect(membership, cluster.FailureDetection));
        silo.ConfigureEndpoints(options.SiloPort, options.GatewayPort, listenOnAnyHostAddress: true);
        if (cluster.SiloName is { } name)
        {
            silo.Configure<SiloOptions>(ids => ids.SiloName = name);
        }

        if (cluster.Address is { } address)
        {
            silo.Configure<EndpointOptions>(endpoints => endpoints.AdvertisedIPAddress = IPAddress.Parse(address));
        }

        if (cluster.Kubernetes)
        {
            silo.UseKubernetesHosting();
        }
    }
}
