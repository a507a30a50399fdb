namespace Orleans.Reco.Grains;

/// <summary>The garbage collector's youngest generation.</summary>
internal interface IYoungGeneration
{
    /// <summary>Collections so far, of whatever generation.</summary>
    int Collections { get; }

    /// <summary>Bytes allocated so far, to within what threads have in reserve.</summary>
    long AllocatedBytes { get; }

    /// <summary>Collects it, and returns when that is done.</summary>
    void Collect();
}

/// <summary>That of this process.</summary>
internal sealed class RuntimeYoungGeneration : IYoungGeneration
{
    public int Collections => GC.CollectionCount(0);

    public long AllocatedBytes => GC.GetTotalAllocatedBytes(precise: false);

    public void Collect() => GC.Collect(0, GCCollectionMode.Forced, blocking: true);
}
