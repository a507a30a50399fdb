using System.ComponentModel.DataAnnotations;

namespace Orleans.Reco.Host;

/// <summary>How silos find each other. Section <c>Reco:Cluster</c>.</summary>
internal sealed class ClusterSettings
{
    /// <summary>Where the silos' table and the reminders are: <c>Localhost, Redis, PostgreSql</c>. Default: Localhost, a cluster of one.</summary>
    public MembershipKind Membership { get; set; }

    /// <summary>The cluster's name; silos of one name form one cluster. Default: <c>reco</c>.</summary>
    [RegularExpression(NamePattern, ErrorMessage = "Reco:Cluster:ClusterId must be 1 to 63 of a-z, A-Z, 0-9, '-' and '_'.")]
    public string ClusterId { get; set; } = "reco";

    /// <summary>The service's name, part of keys in Redis and PostgreSQL; never changes, unlike a cluster. Default: <c>reco</c>.</summary>
    [RegularExpression(NamePattern, ErrorMessage = "Reco:Cluster:ServiceId must be 1 to 63 of a-z, A-Z, 0-9, '-' and '_'.")]
    public string ServiceId { get; set; } = "reco";

    /// <summary>The silo's name, the same after a restart. Default: one that Orleans makes up; the pod's in Kubernetes.</summary>
    public string? SiloName { get; set; }

    /// <summary>The IP address that other silos reach this one by. Default: the machine's first; the pod's in Kubernetes.</summary>
    public string? Address { get; set; }

    /// <summary>
    /// Whether the silo runs in a pod: name and address come from it, and pods that are gone leave the cluster at once. Default: false.
    /// </summary>
    public bool Kubernetes { get; set; }

    /// <summary>
    /// A silo that misses three probes in a row, one of them by way of a third silo, and of which nothing else was heard for about this
    /// long, is declared dead. 2 seconds to 5 minutes; shorter finds a hung silo sooner and takes a long pause for a death. Default: 8 seconds.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:02", "00:05:00", ErrorMessage = "Reco:Cluster:FailureDetection must be 2 s to 5 min.")]
    public TimeSpan FailureDetection { get; set; } = TimeSpan.FromSeconds(8);

    private const string NamePattern = "^[A-Za-z0-9_-]{1,63}$";
}
