using System.CommandLine;
using Orleans.Reco.Storage;

namespace Orleans.Reco.Cli;

/// <summary>The command that copies something from one store to another: exports, imports and migrations.</summary>
/// <param name="what">What is copied, for the help.</param>
/// <param name="units">What is counted.</param>
internal sealed class StoreCopy(string what, string units)
{
    private const string AccountVariable = "RECO_BLOBS";
    private const string Places = "a folder, https://ACCOUNT.blob.core.windows.net/CONTAINER (with a signature or for this user's identity), or blobs:CONTAINER";

    public delegate Task<CopyReport> Copy(
        StoreLocation from, StoreLocation to, string? tenant, IProgress<string>? progress, CancellationToken cancellationToken);

    public Command ToCommand(Copy copy)
    {
        var (from, to) = (Location("FROM", "Where they are: " + Places), Location("TO", "Where they go, likewise"));
        var tenant = new Option<string?>("--tenant", "-t") { Description = "One tenant (default: all)" };
        var command = new Command(
            "copy",
            $"Copies {what} between folders and blob containers, checked by hash; started again it goes on. blobs:CONTAINER is in the account that ${AccountVariable} names.")
        {
            from, to, tenant,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(tenant) is { } name && RecoKey.TenantError(name) is { } error)
            {
                throw new UsageException($"--tenant: {error}");
            }

            var report = await copy(Parse(parsed, from), Parse(parsed, to), parsed.GetValue(tenant), new LineEach(), cancellationToken);
            Tables.Line($"{report.Copied:N0} {units} copied, {report.Present:N0} were there");
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Argument<string> Location(string name, string description) => new(name) { Description = description };

    private static StoreLocation Parse(ParseResult parsed, Argument<string> argument)
    {
        try
        {
            return StoreLocation.Parse(parsed.GetValue(argument)!, Environment.GetEnvironmentVariable(AccountVariable));
        }
        catch (FormatException exception)
        {
            throw new UsageException($"{argument.Name}: {exception.Message} Set {AccountVariable} to a connection string or URL where an account is missing.");
        }
    }

    /// <summary>At once and in order, unlike <see cref="Progress{T}"/>.</summary>
    private sealed class LineEach : IProgress<string>
    {
        public void Report(string value) => Tables.Line(value);
    }
}
