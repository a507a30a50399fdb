namespace Orleans.Reco.Inference;

/// <summary>The silo's tenants, as scoring threads see them.</summary>
public interface ITenantSnapshots
{
    /// <summary>The tenant's snapshot of this moment; an empty catalog without a model for an unknown tenant. Takes no lock.</summary>
    TenantSnapshot Get(string tenant);
}
