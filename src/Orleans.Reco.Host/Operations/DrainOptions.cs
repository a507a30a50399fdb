using System.ComponentModel.DataAnnotations;

namespace Orleans.Reco.Host;

/// <summary>How the process leaves after SIGTERM. Section <c>Reco:Drain</c>.</summary>
internal sealed class DrainOptions
{
    /// <summary>
    /// How long the process goes on serving while <c>/health/ready</c> already says no, so that load balancers see it first. Default: 0;
    /// 5 seconds behind a load balancer.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00", ErrorMessage = "Reco:Drain:Notice must be 0 to 1 min.")]
    public TimeSpan Notice { get; set; }

    /// <summary>
    /// Time for requests under way, grains and the event log after that; what is not done by then is cut off. Default: 20 seconds.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00", ErrorMessage = "Reco:Drain:Timeout must be 1 s to 10 min.")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(20);
}
