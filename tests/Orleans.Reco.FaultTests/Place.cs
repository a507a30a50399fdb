using System.Globalization;
using Orleans.Reco.LoadTests;

namespace Orleans.Reco.FaultTests;

/// <summary>When and where something was measured.</summary>
internal static class Place
{
    public static string Describe()
    {
        var machine = Machine.This();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{TimeProvider.System.GetUtcNow():d MMMM yyyy}, {machine.Processor}, {machine.Cores} cores, {machine.MemoryBytes / 1e9:F0} GB, {machine.Runtime}");
    }
}
