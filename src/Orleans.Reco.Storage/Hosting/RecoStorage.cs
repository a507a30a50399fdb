namespace Orleans.Reco.Storage;

/// <summary>The name that grains and hosts share.</summary>
public static class RecoStorage
{
    /// <summary>The grain storage provider that every grain of this system uses.</summary>
    public const string Name = "reco";
}
