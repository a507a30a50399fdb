using System.Globalization;

namespace Orleans.Reco.LoadTests;

/// <summary>What the program is asked for.</summary>
internal sealed record LoadArguments
{
    public required IReadOnlyList<string> Scenarios { get; init; }

    public ReferenceLoad Load { get; init; } = new();

    /// <summary>Where filled stores are kept between runs.</summary>
    public string Folder { get; init; } = Path.Combine(Path.GetTempPath(), "reco-load");

    /// <summary>Where reports go.</summary>
    public string Output { get; init; } = "load-results";

    public string Name { get; init; } = "load";

    /// <summary>Requests a second of the scenario that does not look for them.</summary>
    public double Rate { get; init; } = 500;

    /// <summary>Runs of that scenario, of ten seconds each.</summary>
    public int Runs { get; init; } = 6;

    /// <summary>Settings of the silo besides those of the load.</summary>
    public IReadOnlyList<(string Key, string Value)> Settings { get; init; } = [];

    /// <summary>Null where an argument is not known.</summary>
    public static LoadArguments? TryParse(ReadOnlySpan<string> args, ICollection<string> scenarios)
    {
        var named = new List<string>();
        var parsed = new LoadArguments { Scenarios = named };
        for (var i = 0; i < args.Length; i++)
        {
            if (scenarios.Contains(args[i]))
            {
                named.Add(args[i]);
                continue;
            }

            if (i + 1 == args.Length || parsed.With(args[i], args[i + 1]) is not { } next)
            {
                return null;
            }

            parsed = next;
            i++;
        }

        return named.Count == 0 ? null : parsed;
    }

    private LoadArguments? With(string option, string value) => option switch
    {
        "--folder" => this with { Folder = Path.GetFullPath(value) },
        "--output" => this with { Output = value },
        "--name" => this with { Name = value },
        "--rate" => this with { Rate = double.Parse(value, CultureInfo.InvariantCulture) },
        "--runs" => this with { Runs = int.Parse(value, CultureInfo.InvariantCulture) },
        "--set" when value.Split('=', 2) is [var key, var set] => this with { Settings = [.. Settings, (key, set)] },
        "--items" => this with { Load = Load with { Items = int.Parse(value, CultureInfo.InvariantCulture) } },
        "--users" => this with { Load = Load with { Users = int.Parse(value, CultureInfo.InvariantCulture) } },
        _ => null,
    };
}
