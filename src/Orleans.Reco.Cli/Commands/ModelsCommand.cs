using System.CommandLine;

namespace Orleans.Reco.Cli;

/// <summary><c>reco models status|list|show|diff|refresh|register|promote|rollback</c></summary>
internal static class ModelsCommand
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    public static Command Create() => new("models", "Shows and changes the models of a running server.")
    {
        Status(), List(), Show(), Diff(), Refresh(), Register(), Promote(), RollBack(),
    };

    private static Command Status() => OnServer(
        new Command("status", "The model in service, the last refreshes, and who did what."),
        async (client, _, cancellationToken) =>
        {
            ModelTables.Write(await client.GetAsync<ModelStatus>("/v1/models", cancellationToken));
            return ExitCodes.Ok;
        });

    private static Command List() => OnServer(
        new Command("list", "The bundles of the server's bundle store, newest first."),
        async (client, _, cancellationToken) =>
        {
            var status = await client.GetAsync<ModelStatus>("/v1/models", cancellationToken);
            ModelTables.Write(await BundlesAsync(client, cancellationToken), status);
            return ExitCodes.Ok;
        });

    private static Command Show()
    {
        var version = Version("A bundle of the server's bundle store");
        return OnServer(new Command("show", "A bundle: where it came from, how good it was, what is in it.") { version }, async (client, parsed, cancellationToken) =>
        {
            ModelTables.Write([Find(await BundlesAsync(client, cancellationToken), parsed.GetValue(version)!)]);
            return ExitCodes.Ok;
        });
    }

    private static Command Diff()
    {
        var (first, second) = (Version("A bundle", "VERSION"), Version("Another", "OTHER"));
        return OnServer(new Command("diff", "What two bundles differ in.") { first, second }, async (client, parsed, cancellationToken) =>
        {
            var bundles = await BundlesAsync(client, cancellationToken);
            ModelTables.Write([Find(bundles, parsed.GetValue(first)!), Find(bundles, parsed.GetValue(second)!)]);
            return ExitCodes.Ok;
        });
    }

    private static Command Refresh()
    {
        var watch = Watch();
        var quick = new Option<bool>("--quick", "-q") { Description = "Go on from the model in service, for a few passes" };
        var reason = Reason();
        var command = new Command("refresh", "Trains a new model from the event log and puts it into service if it passes gate and canary.") { watch, quick, reason };
        return OnServer(command, (client, parsed, cancellationToken) => StartAsync(
            client,
            "/v1/models/refresh",
            new { reason = parsed.GetValue(reason), kind = parsed.GetValue(quick) ? "quick" : "full" },
            parsed.GetValue(watch),
            cancellationToken));
    }

    private static Command Register()
    {
        var watch = Watch();
        var folder = new Argument<string>("FOLDER") { Description = "The name of a folder in the server's inbox" };
        var command = new Command("register", "Takes in a bundle that was made elsewhere, through the same gate and canary.") { folder, watch };
        return OnServer(command, (client, parsed, cancellationToken) => StartAsync(
            client, "/v1/models/register", new { folder = parsed.GetValue(folder) }, parsed.GetValue(watch), cancellationToken));
    }

    private static Command Promote()
    {
        var version = Version("A bundle of the server's bundle store");
        var command = new Command("promote", "Puts a bundle into service on every silo, without gate and canary.") { version };
        return OnServer(command, async (client, parsed, cancellationToken) =>
        {
            var path = $"/v1/models/{Uri.EscapeDataString(parsed.GetValue(version)!)}/promote";
            ModelTables.Write(await client.PostAsync<ModelStatus>(path, null, cancellationToken));
            return ExitCodes.Ok;
        });
    }

    private static Command RollBack()
    {
        var reason = Reason();
        var command = new Command("rollback", "Takes back the canary under way or, where there is none, the model in service.") { reason };
        return OnServer(command, async (client, parsed, cancellationToken) =>
        {
            ModelTables.Write(await client.PostAsync<ModelStatus>(
                "/v1/models/rollback", new { reason = parsed.GetValue(reason) }, cancellationToken));
            return ExitCodes.Ok;
        });
    }

    private static Command OnServer(Command command, Func<ServerClient, ParseResult, CancellationToken, Task<int>> run)
    {
        var server = new ServerOptions();
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = server.Connect(parsed);
            return await run(client, parsed, cancellationToken);
        });
        return command;
    }

    private static async Task<int> StartAsync(ServerClient client, string path, object body, bool watch, CancellationToken cancellationToken)
    {
        var refresh = await client.PostAsync<RefreshInfo>(path, body, cancellationToken);
        Tables.Line($"Refresh {refresh.RefreshId} {ModelTables.Word(refresh.Stage)}");
        return watch ? await WatchAsync(client, refresh.RefreshId, cancellationToken) : ExitCodes.Ok;
    }

    private static async Task<int> WatchAsync(ServerClient client, string refreshId, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(PollInterval);
        var said = "";
        do
        {
            var status = await client.GetAsync<ModelStatus>("/v1/models", cancellationToken);
            var refresh = status.Current?.RefreshId == refreshId ? status.Current : status.History.Single(ended => ended.RefreshId == refreshId);
            var line = $"{ModelTables.Word(refresh.Stage),-10} {refresh.Progress,4:P0}  {refresh.Message}";
            if (line != said)
            {
                Tables.Line(said = line);
            }

            if (refresh.EndedAt is not null)
            {
                ModelTables.Write(refresh);
                return refresh.Stage == RefreshStage.Promoted ? ExitCodes.Ok : ExitCodes.Failed;
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
        return ExitCodes.Failed;
    }

    private static Task<BundleInfo[]> BundlesAsync(ServerClient client, CancellationToken cancellationToken) =>
        client.GetAsync<BundleInfo[]>("/v1/models/bundles", cancellationToken);

    private static BundleInfo Find(BundleInfo[] bundles, string version) =>
        Array.Find(bundles, bundle => bundle.Version == version)
        ?? throw new UsageException($"VERSION: the server has no bundle '{version}'; 'reco models list' shows those that it has");

    private static Argument<string> Version(string description, string name = "VERSION") => new(name) { Description = description };

    private static Option<bool> Watch() => new("--watch", "-w") { Description = "Stay until the refresh has ended" };

    private static Option<string> Reason() => new("--reason", "-r") { Description = "Why, for the record", DefaultValueFactory = _ => "command line" };
}
