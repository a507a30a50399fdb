using System.Globalization;
using Orleans.Reco.Inference;
using Orleans.Reco.Learning;
using Spectre.Console;

namespace Orleans.Reco.Cli;

/// <summary>Results as tables. Without a terminal they come without colours and at a fixed width.</summary>
internal static class Tables
{
    private const int PlainWidth = 110;

    private static readonly IAnsiConsole Console = CreateConsole();

    public static bool IsTerminal => Console.Profile.Capabilities.Interactive && Console.Profile.Out.IsTerminal;

    public static void Line(string text) => System.Console.Out.WriteLine(text);

    public static void Write(IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = New([.. header]);
        foreach (var row in rows)
        {
            _ = table.AddRow([.. row.Select(Markup.Escape)]);
        }

        Console.Write(table);
    }

    public static void Write(CleaningReport report)
    {
        var table = New("step", "rows", "what");
        _ = table.AddRow("read", Count(report.RowsRead), Markup.Escape(string.Join(", ", report.Sources)));
        foreach (var step in report.Steps)
        {
            _ = table.AddRow(Markup.Escape(step.Name), step.Dropped == 0 ? "0" : Count(-step.Dropped), Markup.Escape(step.Detail));
        }

        _ = table.AddRow("kept", Count(report.RowsKept), Markup.Escape(
            $"{Count(report.Users)} users, {Count(report.Items)} items, {report.From:yyyy-MM-dd} to {report.To:yyyy-MM-dd}"));
        Console.Write(table);
    }

    public static void Write(MetricsTable metrics)
    {
        var table = New("model", "HR@10", "NDCG@10", "recall@20", "MRR@10", "coverage@10");
        foreach (var row in metrics.Rows)
        {
            _ = table.AddRow(
                Markup.Escape(row.Model),
                Metric(row.HitRate10),
                Metric(row.Ndcg10),
                Metric(row.Recall20),
                Metric(row.Mrr10),
                Metric(row.Coverage10));
        }

        Console.Write(table);
        Console.WriteLine($"{Count(metrics.Users)} users, {Count(metrics.Items)} items. {metrics.Protocol}");
    }

    public static void Write(BundleManifest manifest)
    {
        var table = New("field", "value");
        foreach (var (name, value) in Rows(manifest))
        {
            _ = table.AddRow(Markup.Escape(name), Markup.Escape(value));
        }

        Console.Write(table);
    }

    private static IEnumerable<(string Name, string Value)> Rows(BundleManifest manifest)
    {
        yield return ("version", manifest.Version);
        yield return ("tenant", manifest.Tenant);
        yield return (
            "architecture",
            $"{manifest.Architecture}, vectors {manifest.Dimension}, state {manifest.StateDimension}, last {manifest.MaxLength} events");
        yield return ("created", manifest.CreatedAt.ToString("u", CultureInfo.InvariantCulture));
        yield return ("items", Count(manifest.Items));
        yield return (
            "neighbours",
            string.Create(CultureInfo.InvariantCulture, $"{manifest.Neighbours} an item, weight {manifest.NeighbourWeight}"));
        yield return ("trained on", string.Create(CultureInfo.InvariantCulture, $"{manifest.TrainedFrom:u} to {manifest.TrainedTo:u}"));
        yield return ("data", manifest.DataFingerprint ?? "unknown");
        yield return ("parent", manifest.Parent ?? "none");
        foreach (var (name, value) in manifest.Metrics.OrderBy(m => m.Key, StringComparer.Ordinal))
        {
            yield return (name, Metric(value));
        }

        yield return ("protocol", manifest.Protocol ?? "unknown");
        yield return ("parameters", string.Join(", ", manifest.Parameters.Select(p => $"{p.Key}={p.Value}")));
        foreach (var (name, file) in manifest.Files)
        {
            yield return (name, $"{Count(file.Bytes)} bytes, verified");
        }
    }

    private static IAnsiConsole CreateConsole()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings());
        if (!console.Profile.Out.IsTerminal)
        {
            console.Profile.Width = PlainWidth;
        }

        return console;
    }

    private static Table New(params string[] columns)
    {
        var table = new Table { Border = IsTerminal ? TableBorder.Rounded : TableBorder.Ascii };
        foreach (var column in columns)
        {
            _ = table.AddColumn(column);
        }

        return table;
    }

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Metric(double value) => value.ToString("F4", CultureInfo.InvariantCulture);
}
