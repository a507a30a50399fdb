using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Orleans.Reco.Core;

namespace Orleans.Reco.Grains;

/// <summary>When and how models are refreshed. Section <c>Reco:Refresh</c>.</summary>
public sealed class RefreshOptions
{
    /// <summary>Schedules and triggers. Section <c>Reco:Refresh:Schedule</c>.</summary>
    [ValidateObjectMembers]
    public RefreshScheduleOptions Schedule { get; set; } = new();

    /// <summary>What a candidate must reach. Section <c>Reco:Refresh:Gate</c>.</summary>
    [ValidateObjectMembers]
    public RefreshGateOptions Gate { get; set; } = new();

    /// <summary>How a candidate is tried on users. Section <c>Reco:Refresh:Canary</c>.</summary>
    [ValidateObjectMembers]
    public CanaryOptions Canary { get; set; } = new();

    /// <summary>A refresh that takes longer, its canary left out, has failed. Default: 6 hours.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00", ErrorMessage = "Reco:Refresh:Timeout must be 00:01:00 to 7.00:00:00.")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromHours(6);

    /// <summary>After a promotion the silos keep the version before it loaded for this time, so that a roll-back is a switch. Default: 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00", ErrorMessage = "Reco:Refresh:Standby must be 00:00:00 to 7.00:00:00.")]
    public TimeSpan Standby { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Bundles of the store that are kept beside those that serve or may be gone back to, the newest. Default: 10.</summary>
    [Range(1, 10_000, ErrorMessage = "Reco:Refresh:KeepBundles must be 1 to 10,000.")]
    public int KeepBundles { get; set; } = 10;

    /// <summary>Folder from which bundles made elsewhere are registered, seen by every silo. Default: none, nothing can be registered.</summary>
    public string? Inbox { get; set; }
}
