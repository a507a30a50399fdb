using Azure.Core.Pipeline;
using Azure.Storage.Blobs;

[assembly: AssemblyFixture(typeof(AzuriteServer))]
[assembly: AssemblyFixture(typeof(RedisServer))]

namespace Orleans.Reco.Storage.Tests;

internal static class Servers
{
    /// <summary>A client of an account.</summary>
    public static async Task<BlobServiceClient> ConnectAsync(this AzuriteServer azurite, string? account = null) =>
        BlobAccount.Connect(await azurite.ConnectionStringAsync(account));

    /// <summary>A client behind a network that can be made faulty. It tries once more, at once: some faults come through.</summary>
    public static async Task<BlobServiceClient> ConnectAsync(this AzuriteServer azurite, FaultyHandler network) =>
        new(await azurite.ConnectionStringAsync(), new BlobClientOptions
        {
            Transport = new HttpClientTransport(network),
            Retry = { MaxRetries = 1, Delay = TimeSpan.FromMilliseconds(1), MaxDelay = TimeSpan.FromMilliseconds(1) },
        });
}
