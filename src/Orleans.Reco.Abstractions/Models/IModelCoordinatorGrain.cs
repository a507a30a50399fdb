namespace Orleans.Reco;

/// <summary>Runs the life of a tenant's model. Key: the tenant.</summary>
[Alias("reco.IModelCoordinatorGrain")]
public interface IModelCoordinatorGrain : IGrainWithStringKey
{
    /// <summary>Starts a refresh unless one is under way, and returns at once; watch it with <see cref="GetStatus"/>.</summary>
    [Alias("StartRefresh")]
    Task<RefreshInfo> StartRefresh(string reason);

    /// <summary>Puts a bundle of the bundle store into service on every silo, without a restart.</summary>
    /// <exception cref="RecoValidationException">There is no such bundle, or it does not verify.</exception>
    [Alias("Promote")]
    Task<ModelStatus> Promote(string version);

    /// <summary>The model in service, the refresh under way and the last 50.</summary>
    [Alias("GetStatus")]
    Task<ModelStatus> GetStatus();
}
