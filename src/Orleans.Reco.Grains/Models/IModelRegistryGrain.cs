using Orleans.Concurrency;

namespace Orleans.Reco.Grains;

/// <summary>What a tenant is served with: the part of the model coordinator that silos ask each second. Key: the tenant.</summary>
[Alias("reco.IModelRegistryGrain")]
internal interface IModelRegistryGrain : IGrainWithStringKey
{
    /// <summary>What silos are to serve, by the last status that was written.</summary>
    [Alias("GetDeployment")]
    [AlwaysInterleave]
    Task<ModelDeployment> GetDeployment();
}
