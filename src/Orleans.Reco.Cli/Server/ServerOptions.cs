using System.CommandLine;

namespace Orleans.Reco.Cli;

/// <summary>The options of every command that talks to a running server.</summary>
internal sealed class ServerOptions
{
    private readonly Option<string> _server = new("--server", "-s")
    {
        Description = "The server's address",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("RECO_SERVER") ?? "http://localhost:5080",
    };

    private readonly Option<string> _tenant = new("--tenant", "-t")
    {
        Description = "The tenant",
        DefaultValueFactory = _ => RecoKey.DefaultTenant,
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_server);
        command.Options.Add(_tenant);
    }

    /// <exception cref="UsageException">The address or the tenant is not allowed.</exception>
    public ServerClient Connect(ParseResult parsed)
    {
        var (server, tenant) = (parsed.GetValue(_server)!, parsed.GetValue(_tenant)!);
        if (!Uri.TryCreate(server, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            throw new UsageException("--server: must be an http or https address, such as http://localhost:5080");
        }

        return RecoKey.TenantError(tenant) is { } error ? throw new UsageException($"--tenant: {error}") : new ServerClient(address, tenant);
    }
}
