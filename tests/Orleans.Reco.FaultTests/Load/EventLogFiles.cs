using System.Globalization;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Orleans.Reco.FaultTests;

/// <summary>The event log's files of a local cluster.</summary>
internal static class EventLogFiles
{
    private const string Container = "events";

    /// <summary>The folder of the log where silos share one; else the log of a tenant is copied out of Azurite, which must still run, into one.</summary>
    /// <param name="script">The cluster.</param>
    /// <param name="host">Where Azurite listens.</param>
    /// <param name="tenant">The tenant.</param>
    public static async Task<string> CopyAsync(ClusterScript script, string host, string tenant)
    {
        var shared = Path.Combine(script.Root, "shared", Container);
        if (Directory.Exists(shared))
        {
            return shared;
        }

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
