using System.Globalization;

namespace Orleans.Reco.Accuracy;

/// <summary>What a study is asked for.</summary>
internal sealed record StudyArguments
{
    /// <summary>The folder with the data sets.</summary>
    public required string Data { get; init; }

    /// <summary>Algorithms; empty = all of the study.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>Hyper-parameters that replace the study's own.</summary>
    public IReadOnlyDictionary<string, double> Set { get; init; } = new Dictionary<string, double>();

    public IReadOnlyList<int> Seeds { get; init; } = [1];

    public int Threads { get; init; } = 1;

    /// <summary>True: fit on training and validation part, measure on the test part.</summary>
    public bool Test { get; init; }

    /// <summary>True: sequence models are also fitted on training and validation part, for the epochs that validation chose.</summary>
    public bool Refit { get; init; }

    /// <summary>True: sequence models are measured on the validation part alone, so that choosing by it sees no test row.</summary>
    public bool ValidationOnly { get; init; }

    public static StudyArguments Parse(ReadOnlySpan<string> args)
    {
        var parsed = new StudyArguments { Data = "" };
        for (var i = 0; i < args.Length; i++)
        {
            var value = i + 1 < args.Length ? args[i + 1] : "";
            parsed = args[i] switch
            {
                "--data" => parsed with { Data = value },
                "--models" => parsed with { Models = value.Split(',') },
                "--set" => parsed with
                {
                    Set = value.Split(',').Select(p => p.Split('=')).ToDictionary(p => p[0], p => double.Parse(p[1], CultureInfo.InvariantCulture)),
                },
                "--seeds" => parsed with { Seeds = [.. value.Split(',').Select(s => int.Parse(s, CultureInfo.InvariantCulture))] },
                "--threads" => parsed with { Threads = int.Parse(value, CultureInfo.InvariantCulture) },
                "--test" => parsed with { Test = true },
                "--validation-only" => parsed with { ValidationOnly = true },
                "--refit" => parsed with { Refit = true },
                _ => throw new ArgumentException($"'{args[i]}' is not an option."),
            };
            i += args[i] is "--test" or "--refit" or "--validation-only" ? 0 : 1;
        }

        return Directory.Exists(parsed.Data) ? parsed : throw new ArgumentException($"--data: the folder '{parsed.Data}' is not there.");
    }
}
