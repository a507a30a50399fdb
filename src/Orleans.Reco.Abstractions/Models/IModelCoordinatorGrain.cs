namespace Orleans.Reco;

/// <summary>Runs the life of a tenant's model. Key: the tenant.</summary>
[Alias("reco.IModelCoordinatorGrain")]
public interface IModelCoordinatorGrain : IGrainWithStringKey
{
    /// <summary>Starts a refresh unless one is under way, and returns at once; watch it with <see cref="GetStatus"/>.</summary>
    [Alias("StartRefresh")]
    Task<RefreshInfo> StartRefresh(RefreshRequest request);

    /// <summary>
    /// Takes a bundle that was made elsewhere from the inbox folder into the bundle store and through the same gate, staging and canary
    /// as one that was trained here.
    /// </summary>
    /// <param name="folder">The name of a folder in the inbox.</param>
    /// <param name="by">Who asks, for the record.</param>
    /// <param name="requestId">See <see cref="RefreshRequest.RequestId"/>.</param>
    /// <exception cref="RecoValidationException">There is no such folder, it is no bundle that can be served, or a refresh is under way.</exception>
    [Alias("Register")]
    Task<RefreshInfo> Register(string folder, string by, string? requestId);

    /// <summary>
    /// Puts a bundle of the bundle store into service on every silo, without a restart and without gate or canary. A canary of it ends
    /// promoted, one of another bundle is taken back.
    /// </summary>
    /// <exception cref="RecoValidationException">There is no such bundle, or it cannot be served.</exception>
    [Alias("Promote")]
    Task<ModelStatus> Promote(string version, string by);

    /// <summary>Takes back the canary under way or, where there is none, the version in service; the version before it serves.</summary>
    /// <param name="by">Who asks, for the record.</param>
    /// <param name="reason">Why, for the record.</param>
    /// <param name="version">
    /// What is meant, by <see cref="ModelStatus.RevocableVersion"/>: where that is another by now, nothing is done, so that a call which is sent
    /// again does not take back one version more. Null: whatever it is.
    /// </param>
    /// <exception cref="RecoValidationException">There is nothing to go back to.</exception>
    [Alias("RollBack")]
    Task<ModelStatus> RollBack(string by, string reason, string? version);

    /// <summary>The model in service, the refresh under way and the last 50.</summary>
    [Alias("GetStatus")]
    Task<ModelStatus> GetStatus();

    /// <summary>The bundles of the bundle store, newest first.</summary>
    [Alias("ListBundles")]
    Task<BundleInfo[]> ListBundles();
}
