using Orleans.Runtime;

namespace Orleans.Reco.Client;

/// <summary>Asks Orleans' management grain for the state of the cluster.</summary>
internal sealed class ClusterReader(IGrainFactory grains)
{
    // Orleans' own grains say nothing of the shop.
    private const string OwnPrefix = "Orleans.Reco.";

    public async Task<ClusterStatus> ReadAsync()
    {
        var management = grains.GetGrain<IManagementGrain>(0);
        var hosts = await management.GetDetailedHosts(onlyActive: true).ConfigureAwait(false);
        var counts = await management.GetSimpleGrainStatistics().ConfigureAwait(false);
        var bySilo = counts.GroupBy(c => c.SiloAddress).ToDictionary(g => g.Key, g => g.Sum(c => c.ActivationCount));
        return new ClusterStatus(
            [
                .. hosts
                    .OrderBy(host => host.SiloName, StringComparer.Ordinal)
                    .Select(host => new SiloState(
                        host.SiloName,
                        host.SiloAddress.ToParsableString(),
                        host.Status.ToString().ToLowerInvariant(),
                        new DateTimeOffset(DateTime.SpecifyKind(host.StartTime, DateTimeKind.Utc)),
                        bySilo.GetValueOrDefault(host.SiloAddress))),
            ],
            [
                .. counts
                    .Where(count => count.GrainType.StartsWith(OwnPrefix, StringComparison.Ordinal))
                    .GroupBy(count => ClassName(count.GrainType))
                    .Select(grain => new GrainActivations(grain.Key, grain.Sum(count => count.ActivationCount)))
                    .OrderByDescending(grain => grain.Activations)
                    .ThenBy(grain => grain.Grain, StringComparer.Ordinal),
            ]);
    }

    private static string ClassName(string grainType)
    {
        var name = grainType.Split(',')[0];
        return name[(name.LastIndexOf('.') + 1)..];
    }
}
