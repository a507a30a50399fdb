namespace Orleans.Reco.Host;

/// <summary>Servers, each needed only where another setting names its kind. Section <c>Reco:Connections</c>. Secrets: give them by the environment.</summary>
internal sealed class ConnectionSettings
{
    /// <summary>Redis, as StackExchange.Redis writes it: <c>host:6379,password=…,ssl=true</c>.</summary>
    public string? Redis { get; set; }

    /// <summary>PostgreSQL, as Npgsql writes it: <c>Host=…;Username=…;Password=…;Database=…</c>.</summary>
    public string? PostgreSql { get; set; }

    /// <summary>
    /// Accounts of Azure Blob Storage: connection strings, URLs with a shared access signature, or URLs for managed identity. Grains are
    /// spread over them by their ids; the order must not change.
    /// </summary>
    public string[] Blobs { get; set; } = [];
}
