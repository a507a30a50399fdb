using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;

namespace Orleans.Reco.Storage.Tests;

/// <summary>A blob of an account that a test answers for, asked through a policy and without retries.</summary>
internal static class PolicyAccount
{
    private const string Account = "AccountName=a;AccountKey=AAAA;BlobEndpoint=http://127.0.0.1:1/a;";

    public static BlobClient Connect(HttpMessageHandler server, HttpPipelinePolicy policy)
    {
        var options = new BlobClientOptions { Transport = new HttpClientTransport(server), Retry = { MaxRetries = 0 } };
        options.AddPolicy(policy, HttpPipelinePosition.PerRetry);
        return new BlobServiceClient(Account, options).GetBlobContainerClient("c").GetBlobClient("b");
    }
}
