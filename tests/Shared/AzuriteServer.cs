namespace Orleans.Reco.Testing;

/// <summary>Azurite, Microsoft's emulator of Azure Storage, started by the first test that asks, with two accounts.</summary>
public sealed class AzuriteServer : IDisposable
{
    private const string Program = "azurite-blob";
    private const string ListensOn = "successfully listens on ";

    // Any base64 text is a key.
    private const string Key = "cmVjby10ZXN0cw==";
    private readonly SemaphoreSlim _starting = new(1);
    private ServerProcess? _server;
    private string _address = "";

    /// <summary>The names of the accounts.</summary>
    public static IReadOnlyList<string> Accounts { get; } = ["recoone", "recotwo"];

    /// <summary>The connection string of an account. Skips the test where Azurite is not installed.</summary>
    public async Task<string> ConnectionStringAsync(string? account = null)
    {
        Assert.SkipUnless(ServerProcess.IsInstalled(Program), "Azurite is not installed: npm install -g azurite");
        await _starting.WaitAsync();
        try
        {
            _server ??= await StartAsync();
        }
        finally
        {
            _ = _starting.Release();
        }

        account ??= Accounts[0];
        return $"AccountName={account};AccountKey={Key};BlobEndpoint={_address}/{account};";
    }

    public void Dispose()
    {
        _server?.Dispose();
        _starting.Dispose();
    }

    private async Task<ServerProcess> StartAsync()
    {
        var (server, line) = await ServerProcess.StartAsync(
            Program,
            ListensOn,
            ["--blobPort", "0", "--inMemoryPersistence", "--silent", "--disableTelemetry", "--skipApiVersionCheck"],
            [new("AZURITE_ACCOUNTS", string.Join(';', Accounts.Select(account => $"{account}:{Key}")))]);
        _address = line[(line.IndexOf(ListensOn, StringComparison.Ordinal) + ListensOn.Length)..].Trim();
        return server;
    }
}
