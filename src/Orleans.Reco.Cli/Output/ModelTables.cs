using System.Globalization;

namespace Orleans.Reco.Cli;

/// <summary>Models, bundles and refreshes as tables.</summary>
internal static class ModelTables
{
    public static string Word(RefreshStage stage) => stage.ToString().ToLowerInvariant();

    public static void Write(ModelStatus status)
    {
        Tables.Line(status.ActiveVersion is null ? "No model is in service." : $"In service: {status.ActiveVersion} since {status.ActiveSince:u}");
        if (status.PreviousVersion is not null)
        {
            Tables.Line($"Before it:  {status.PreviousVersion}");
        }

        Tables.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"Since the last refresh: {status.Signals.Events:N0} events, {status.Signals.UnknownItemShare:P1} of unknown items, score drift {status.Signals.ScoreDrift:F3}"));
        if (status.Current is { EndedAt: null } running)
        {
            Tables.Line($"Under way:  {Word(running.Stage)} {running.Progress:P0}  {running.Message}");
            Write(running);
        }

        if (status.History.Length > 0)
        {
            Tables.Line("Refreshes, newest first:");
        }

        foreach (var refresh in status.History)
        {
            Tables.Line($"{refresh.StartedAt:u}  {Word(refresh.Stage),-10} {refresh.Version ?? "-",-26} {refresh.Reason}: {refresh.Message}");
        }

        if (status.Audit.Length > 0)
        {
            Tables.Line("Who did what, newest first:");
        }

        foreach (var record in status.Audit)
        {
            Tables.Line($"{record.At:u}  {record.By} {record.Action} {record.Version}: {record.Detail}");
        }
    }

    /// <summary>What a refresh measured: metrics, gate, canary.</summary>
    public static void Write(RefreshInfo refresh)
    {
        foreach (var (name, value) in refresh.Metrics.OrderBy(metric => metric.Key, StringComparer.Ordinal))
        {
            Tables.Line($"{name,-32} {Number(value)}");
        }

        foreach (var check in refresh.Checks)
        {
            var bound = check.Least is { } least ? $"at least {Number(least)}" : check.Most is { } most ? $"at most {Number(most)}" : "";
            Tables.Line($"{(check.Passed ? "passed " : "refused")} {check.Name}: {Number(check.Value)}, {bound}");
        }

        if (refresh.Canary is { } canary)
        {
            Tables.Write(
                ["users with", "canary", "users", "in service", "users", "evidence of loss"],
                canary.Metrics.Select(metric => (string[])
                [
                    metric.Name, Rate(metric.CanaryRate), Count(metric.CanaryUsers), Rate(metric.ControlRate), Count(metric.ControlUsers),
                    metric.Evidence.ToString("G3", CultureInfo.InvariantCulture),
                ]));
        }
    }

    public static void Write(IEnumerable<BundleInfo> bundles, ModelStatus status) => Tables.Write(
        ["version", "", "made", "family", "items", "bytes", "NDCG@10"],
        bundles.Select(bundle => (string[])
        [
            bundle.Version,
            bundle.Version == status.ActiveVersion ? "in service" : bundle.Version == status.PreviousVersion ? "before it" : bundle.Fault ?? "",
            bundle.CreatedAt.ToString("u", CultureInfo.InvariantCulture),
            bundle.Architecture,
            Count(bundle.Items),
            Count(bundle.Bytes),
            bundle.Metrics.TryGetValue("served.ndcg@10", out var ndcg) ? Number(ndcg) : "",
        ]));

    /// <summary>One bundle whole, or of several what they differ in.</summary>
    public static void Write(IReadOnlyList<BundleInfo> bundles)
    {
        var fields = bundles.Select(bundle => Fields(bundle).ToDictionary()).ToArray();
        var rows = fields.SelectMany(field => field.Keys).Distinct()
            .Select(name => (string[])[name, .. fields.Select(field => field.GetValueOrDefault(name, ""))])
            .Where(row => bundles.Count == 1 || row.Skip(1).Distinct().Count() > 1);
        Tables.Write(["field", .. bundles.Select((_, i) => bundles.Count == 1 ? "value" : i == 0 ? "first" : "second")], rows);
    }

    private static IEnumerable<KeyValuePair<string, string>> Fields(BundleInfo bundle)
    {
        yield return new("version", bundle.Version);
        yield return new("family", bundle.Architecture);
        yield return new("made", bundle.CreatedAt.ToString("u", CultureInfo.InvariantCulture));
        yield return new("trained to", bundle.TrainedTo?.ToString("u", CultureInfo.InvariantCulture) ?? "");
        yield return new("parent", bundle.Parent ?? "");
        yield return new("items", Count(bundle.Items));
        if (bundle.Fault is { } fault)
        {
            yield return new("fault", fault);
        }

        foreach (var (name, value) in bundle.Metrics.OrderBy(metric => metric.Key, StringComparer.Ordinal))
        {
            yield return new(name, Number(value));
        }

        foreach (var (name, value) in bundle.Parameters.OrderBy(parameter => parameter.Key, StringComparer.Ordinal))
        {
            yield return new($"parameter {name}", value);
        }

        foreach (var (name, bytes) in bundle.Files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            yield return new($"file {name}", $"{Count(bytes)} bytes");
        }
    }

    private static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Rate(double value) => value.ToString("P2", CultureInfo.InvariantCulture);
}
