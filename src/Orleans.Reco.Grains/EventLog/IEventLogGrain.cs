namespace Orleans.Reco.Grains;

/// <summary>Keeps a tenant's event log in order, on one silo at a time. Key: the tenant.</summary>
[Alias("reco.IEventLogGrain")]
internal interface IEventLogGrain : IGrainWithStringKey
{
    /// <summary>Starts to go over the log, unless that is under way; returns at once.</summary>
    [Alias("Maintain")]
    Task Maintain();
}
