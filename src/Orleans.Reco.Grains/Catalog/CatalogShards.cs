namespace Orleans.Reco.Grains;

/// <summary>How ordinals map to shard grains.</summary>
internal static class CatalogShards
{
    /// <summary>Items in a shard: small enough that a change rewrites little, large enough that a silo starts with few calls.</summary>
    public const int Size = 256;

    public static int Of(int ordinal) => ordinal / Size;

    public static string Key(string tenant, int shard) => $"{tenant}/{shard}";
}
