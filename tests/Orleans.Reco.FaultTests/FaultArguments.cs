using System.Globalization;

namespace Orleans.Reco.FaultTests;

/// <summary>What the command line says.</summary>
/// <param name="Script">The path of <c>deploy/local/cluster.sh</c>.</param>
/// <param name="Web">The address of the web front.</param>
/// <param name="Rate">Operations a second.</param>
/// <param name="Seconds">Length of the load for each fault.</param>
/// <param name="Faults">Names of the faults, in order; all where empty.</param>
/// <param name="Output">The report's file; the screen where null.</param>
internal sealed record FaultArguments(string Script, Uri Web, int Rate, int Seconds, string[] Faults, string? Output)
{
    public const string Usage =
        "FaultTests [--script deploy/local/cluster.sh] [--web http://127.0.0.1:5090] [--rate 100] [--seconds 60] [--faults a,b] [--output FILE]";

    /// <exception cref="FormatException">An option is unknown or has no value.</exception>
    public static FaultArguments Parse(string[] args)
    {
        var arguments = new FaultArguments("deploy/local/cluster.sh", new("http://127.0.0.1:5090"), 100, 60, [], null);
        for (var i = 0; i < args.Length; i += 2)
        {
            var value = i + 1 < args.Length ? args[i + 1] : throw new FormatException($"{args[i]} needs a value. {Usage}");
            arguments = args[i] switch
            {
                "--script" => arguments with { Script = value },
                "--web" => arguments with { Web = new Uri(value) },
                "--rate" => arguments with { Rate = int.Parse(value, CultureInfo.InvariantCulture) },
                "--seconds" => arguments with { Seconds = int.Parse(value, CultureInfo.InvariantCulture) },
                "--faults" => arguments with { Faults = value.Split(',') },
                "--output" => arguments with { Output = value },
                _ => throw new FormatException($"{args[i]} is not an option. {Usage}"),
            };
        }

        return arguments;
    }
}
