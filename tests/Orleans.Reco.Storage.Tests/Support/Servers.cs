using Azure.Storage.Blobs;

[assembly: AssemblyFixture(typeof(AzuriteServer))]
[assembly: AssemblyFixture(typeof(RedisServer))]

namespace Orleans.Reco.Storage.Tests;

internal static class Servers
{
    /// <summary>A client of an account.</summary>
    public static async Task<BlobServiceClient> ConnectAsync(this AzuriteServer azurite, string? account = null) =>
        BlobAccount.Connect(await azurite.ConnectionStringAsync(account));
}
