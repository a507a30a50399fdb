using System.CommandLine;

namespace Orleans.Reco.Cli;

/// <summary><c>reco recommend USER</c></summary>
internal static class RecommendCommand
{
    public static Command Create()
    {
        var user = new Argument<string>("USER") { Description = "The user" };
        var count = new Option<int>("--count", "-n") { Description = "How many items", DefaultValueFactory = _ => 10 };
        var server = new ServerOptions();
        var command = new Command("recommend", "Asks a running server what it would show a user, and why.") { user, count };
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = server.Connect(parsed);
            var id = Uri.EscapeDataString(parsed.GetValue(user)!);
            var list = await client.GetAsync<RecommendResponse>(
                $"/v1/users/{id}/recommendations?explain=true&count={parsed.GetValue(count)}", cancellationToken);
            Tables.Line($"Model {list.ModelVersion}{(list.Degraded ? ", degraded" : "")}");
            foreach (var item in list.Items)
            {
                Tables.Line($"{item.Score,8:F3}  {item.ItemId,-16} {item.Title,-44} {string.Join("; ", item.Reasons)}");
            }

            return ExitCodes.Ok;
        });
        return command;
    }
}
