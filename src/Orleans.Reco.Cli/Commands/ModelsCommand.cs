using System.CommandLine;

namespace Orleans.Reco.Cli;

/// <summary><c>reco models status|refresh|promote</c></summary>
internal static class ModelsCommand
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    public static Command Create() => new("models", "Shows and changes the model that a running server serves.")
    {
        Status(), Refresh(), Promote(),
    };

    private static Command Status()
    {
        var server = new ServerOptions();
        var command = new Command("status", "The model in service and the last refreshes.");
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = server.Connect(parsed);
            Print(await client.GetAsync<ModelStatus>("/v1/models", cancellationToken));
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command Refresh()
    {
        var server = new ServerOptions();
        var watch = new Option<bool>("--watch", "-w") { Description = "Stay until the refresh has ended" };
        var command = new Command("refresh", "Trains a new model from the event log and puts it into service if it passes the gate.") { watch };
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = server.Connect(parsed);
            var refresh = await client.PostAsync<RefreshInfo>("/v1/models/refresh", new { reason = "command line" }, cancellationToken);
            Tables.Line($"Refresh {refresh.RefreshId} {Word(refresh.Stage)}");
            return parsed.GetValue(watch) ? await WatchAsync(client, refresh.RefreshId, cancellationToken) : ExitCodes.Ok;
        });
        return command;
    }

    private static Command Promote()
    {
        var server = new ServerOptions();
        var version = new Argument<string>("VERSION") { Description = "A bundle of the server's bundle store" };
        var command = new Command("promote", "Puts a bundle into service on every silo, for example the one before.") { version };
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = server.Connect(parsed);
            Print(await client.PostAsync<ModelStatus>($"/v1/models/{Uri.EscapeDataString(parsed.GetValue(version)!)}/promote", null, cancellationToken));
            return ExitCodes.Ok;
        });
        return command;
    }

    private static async Task<int> WatchAsync(ServerClient client, string refreshId, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(PollInterval);
        var said = "";
        do
        {
            var status = await client.GetAsync<ModelStatus>("/v1/models", cancellationToken);
            var refresh = status.Current?.RefreshId == refreshId ? status.Current : status.History.Single(ended => ended.RefreshId == refreshId);
            var line = $"{Word(refresh.Stage),-10} {refresh.Progress,4:P0}  {refresh.Message}";
            if (line != said)
            {
                Tables.Line(said = line);
            }

            if (refresh.EndedAt is not null)
            {
                PrintMetrics(refresh);
                return refresh.Stage == RefreshStage.Promoted ? ExitCodes.Ok : ExitCodes.Failed;
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
        return ExitCodes.Failed;
    }

    private static void Print(ModelStatus status)
    {
        Tables.Line(status.ActiveVersion is null ? "No model is in service." : $"In service: {status.ActiveVersion} since {status.ActiveSince:u}");
        if (status.PreviousVersion is not null)
        {
            Tables.Line($"Before it:  {status.PreviousVersion}");
        }

        foreach (var refresh in status.History)
        {
            Tables.Line($"{refresh.StartedAt:u}  {Word(refresh.Stage),-10} {refresh.Version ?? "-",-26} {refresh.Reason}: {refresh.Message}");
        }
    }

    private static void PrintMetrics(RefreshInfo refresh)
    {
        foreach (var (name, value) in refresh.Metrics.OrderBy(metric => metric.Key, StringComparer.Ordinal))
        {
            Tables.Line($"{name,-24} {value:F4}");
        }
    }

    private static string Word(RefreshStage stage) => stage.ToString().ToLowerInvariant();
}
