using Orleans.Concurrency;

namespace Orleans.Reco.Grains;

/// <summary>Which version a tenant serves: the part of the model coordinator that silos ask each second. Key: the tenant.</summary>
[Alias("reco.IModelRegistryGrain")]
internal interface IModelRegistryGrain : IGrainWithStringKey
{
    /// <summary>The version in service, or null before the first.</summary>
    [Alias("GetActiveVersion")]
    [AlwaysInterleave]
    Task<string?> GetActiveVersion();
}
