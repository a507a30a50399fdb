using System.Globalization;

namespace Orleans.Reco.FaultTests;

/// <summary>What the command line says.</summary>
/// <param name="Run">What to run: <c>faults</c>, <c>partition</c> or <c>soak</c>.</param>
/// <param name="Scripts">The folder of <c>cluster.sh</c> and <c>partition.sh</c>.</param>
/// <param name="Web">The address of the web front.</param>
/// <param name="Rate">Operations a second; 0: a share of saturation, which is found first.</param>
/// <param name="Seconds">Length of the load for each fault; 0: as the run has it.</param>
/// <param name="Faults">Names of the faults, in order; all where empty.</param>
/// <param name="Minutes">Length of the soak.</param>
/// <param name="Refresh">Minutes between two refreshes of the model during the soak.</param>
/// <param name="Output">The report's file, a folder for the soak; the screen alone where null.</param>
internal sealed record Arguments(
    string Run, string Scripts, Uri Web, double Rate, int Seconds, string[] Faults, double Minutes, double Refresh, string? Output)
{
    public const string Usage = """
        FaultTests faults    [--rate N] [--seconds 60] [--faults kill,stop,…] [--output FILE]
        FaultTests partition [--rate 40] [--output FILE]
        FaultTests soak      [--rate N] [--minutes 40] [--refresh 5] [--output FOLDER]
        all:                 [--scripts deploy/local] [--web http://127.0.0.1:5090]
        Without --rate: half of saturation (faults), 70 % of it (soak).
        """;

    /// <summary>The script of the cluster.</summary>
    public string Script => Path.GetFullPath(Path.Combine(Scripts, Run == "partition" ? "partition.sh" : "cluster.sh"));

    /// <summary>The faults that were asked for.</summary>
    public IReadOnlyList<Fault> Chosen => Faults is [] ? Fault.All : [.. Faults.Select(name => Fault.All.Single(fault => fault.Name == name))];

    /// <exception cref="FormatException">An option is unknown or has no value.</exception>
    public static Arguments Parse(string[] args)
    {
        var port = Environment.GetEnvironmentVariable("RECO_HTTP_PORT") ?? "5090";
        var arguments = new Arguments(
            args is [var run, ..] ? run : throw new FormatException(Usage), "deploy/local", new($"http://127.0.0.1:{port}"), 0, 60, [], 40, 5, null);
        for (var i = 1; i < args.Length; i += 2)
        {
            var value = i + 1 < args.Length ? args[i + 1] : throw new FormatException($"{args[i]} needs a value.\n{Usage}");
            arguments = args[i] switch
            {
                "--scripts" => arguments with { Scripts = value },
                "--web" => arguments with { Web = new Uri(value) },
                "--rate" => arguments with { Rate = Number(value) },
                "--seconds" => arguments with { Seconds = (int)Number(value) },
                "--faults" => arguments with { Faults = value.Split(',') },
                "--minutes" => arguments with { Minutes = Number(value) },
                "--refresh" => arguments with { Refresh = Number(value) },
                "--output" => arguments with { Output = value },
                _ => throw new FormatException($"{args[i]} is not an option.\n{Usage}"),
            };
        }

        return arguments;
    }

    private static double Number(string value) => double.Parse(value, CultureInfo.InvariantCulture);
}
