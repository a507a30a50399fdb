using Azure.Core;
using Azure.Identity;
using Azure.Storage.Blobs;

namespace Orleans.Reco.Storage;

/// <summary>Connects to an account of Azure Blob Storage.</summary>
public static class BlobAccount
{
    /// <summary>Connects by whatever an account is named by.</summary>
    /// <param name="account">
    /// A connection string; or <c>https://account.blob.core.windows.net/?sv=…</c>, a URL with a shared access signature that allows
    /// reading, writing, deleting, listing and creating in the blob service; or the URL alone, for Microsoft Entra ID.
    /// </param>
    /// <param name="credential">Who asks, for a URL without a signature. Default: the process's identity (managed identity, environment).</param>
    /// <param name="configure">Changes what the client does; by default see <see cref="DefaultOptions"/>.</param>
    /// <exception cref="FormatException">It is none of the three.</exception>
    public static BlobServiceClient Connect(
        string account, TokenCredential? credential = null, Action<BlobClientOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(account);
        var options = DefaultOptions();
        configure?.Invoke(options);
        if (!account.StartsWith("http", StringComparison.OrdinalIgnoreCase) || !Uri.TryCreate(account, UriKind.Absolute, out var uri))
        {
            return new BlobServiceClient(account, options);
        }

        if (uri.Query.Contains("sig=", StringComparison.Ordinal))
        {
            return new BlobServiceClient(uri, options);
        }

        // Tokens go over TLS only; the client would say so at the first call, this says it at the start.
        return uri.Scheme == Uri.UriSchemeHttps
            ? new BlobServiceClient(uri, credential ?? new DefaultAzureCredential(), options)
            : throw new FormatException("A blob account without a signature in its URL must have an https URL.");
    }

    /// <summary>The same for files of many megabytes, whose parts may take up to a minute each: nobody waits for them.</summary>
    /// <exception cref="FormatException">The account is named by none of the three.</exception>
    public static BlobServiceClient ConnectForFiles(string account) =>
        Connect(account, configure: options => options.Retry.NetworkTimeout = TimeSpan.FromMinutes(1));

    /// <summary>
    /// At most 5 tries of at most 5 seconds each, after waits of 0.2, 0.4, 0.8, 1.6 seconds with ±20 % of jitter, so that silos that
    /// met the same failure do not come back together. All of it fits into Orleans' response timeout of 30 seconds. An account that
    /// does not answer most tries is not asked for a second (<see cref="CircuitBreakerPolicy"/>), and none is asked for more than 64 things
    /// at a time (<see cref="BulkheadPolicy"/>).
    /// </summary>
    public static BlobClientOptions DefaultOptions()
    {
        var options = new BlobClientOptions
        {
            Retry =
            {
                Mode = RetryMode.Exponential,
                MaxRetries = 4,
                Delay = TimeSpan.FromMilliseconds(200),
                MaxDelay = TimeSpan.FromSeconds(2),
                NetworkTimeout = TimeSpan.FromSeconds(5),
            },
        };
        options.AddPolicy(new BulkheadPolicy(TimeProvider.System), HttpPipelinePosition.PerRetry);
        options.AddPolicy(new CircuitBreakerPolicy(TimeProvider.System), HttpPipelinePosition.PerRetry);
        return options;
    }
}
