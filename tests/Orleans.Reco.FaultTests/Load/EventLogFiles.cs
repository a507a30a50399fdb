using System.Globalization;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Orleans.Reco.FaultTests;

/// <summary>The event log's files of a local cluster.</summary>
internal static class EventLogFiles
{
    private const string Container = "events";

    /// <summary>The folder of the log with <c>RECO_STORE=redis</c>, where all silos share one.</summary>
    public static string Shared(ClusterScript script) => Path.Combine(script.Root, "shared", Container);

    /// <summary>Copies the log of a tenant out of Azurite, which must still run, and returns the folder.</summary>
    /// <param name="script">The cluster.</param>
    /// <param name="host">Where Azurite listens.</param>
    /// <param name="tenant">The tenant.</param>
    public static async Task<string> CopyAsync(ClusterScript script, string host, string tenant)
    {
        var port = int.Parse(Environment.GetEnvironmentVariable("RECO_AZURITE_PORT") ?? "10010", CultureInfo.InvariantCulture);
        var container = new BlobServiceClient(
            "AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;"
            + $"BlobEndpoint=http://{host}:{port}/devstoreaccount1;").GetBlobContainerClient(Container);
        var folder = Path.Combine(script.Root, "log");
        await foreach (var blob in container.GetBlobsAsync(BlobTraits.None, BlobStates.None, $"tenant={tenant}/", CancellationToken.None))
        {
            var file = Path.Combine(folder, blob.Name);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await container.GetBlobClient(blob.Name).DownloadToAsync(file);
        }

        return folder;
    }
}
