namespace Orleans.Reco.Host;

/// <summary>Where the table of silos and the reminders are kept.</summary>
internal enum MembershipKind
{
    /// <summary>In memory: this process is the cluster.</summary>
    Localhost,

    Redis,
    PostgreSql,
}
