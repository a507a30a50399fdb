using System.Globalization;
using System.Text.Json;
using Orleans.Reco.Core;

namespace Orleans.Reco.Learning;

/// <summary>Fits a model on the training part and measures it on the validation cases; the test part is not looked at.</summary>
public sealed class ModelObjective
{
    private const string Epochs = "epochs";

    private static readonly Dictionary<string, Func<ModelMetrics, double>> Known = new(StringComparer.Ordinal)
    {
        ["ndcg@10"] = m => m.Ndcg10,
        ["hr@10"] = m => m.HitRate10,
        ["recall@20"] = m => m.Recall20,
        ["ndcg@20"] = m => m.Ndcg20,
        ["mrr@10"] = m => m.Mrr10,
    };

    private readonly string _data;
    private readonly IModelAlgorithm _algorithm;
    private readonly Func<ModelMetrics, double> _metric;
    private readonly DataSplit _split;
    private readonly RankingEvaluator _validation;

    /// <summary>Reads and splits the data.</summary>
    /// <exception cref="DatasetException">The folder is no dataset, or a part of the split would be empty.</exception>
    public ModelObjective(
        IModelAlgorithm algorithm, SplitConfiguration split, Func<ModelMetrics, double> metric, string datasetFolder, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(algorithm);
        ArgumentNullException.ThrowIfNull(split);
        (_algorithm, _metric) = (algorithm, metric);
        var data = DatasetReader.Read(datasetFolder, InteractionTypes.Default, cancellationToken);
        _data = $"{split} {data.Fingerprint()}";
        _split = split.Create(data);
        _validation = new RankingEvaluator(_split.Validation, _split.Candidates);
        Title = $"{algorithm.Name} on {new DirectoryInfo(datasetFolder).Name}";
        Protocol = $"Measured on {_validation.Users} validation users, fitted on the training part; the test part is not looked at. {_split.Protocol}";
    }

    /// <summary>The metrics that can be maximised, the usual one first.</summary>
    public static IReadOnlyList<string> Metrics { get; } = [.. Known.Keys];

    /// <summary>Hyper-parameters that are not searched, by name.</summary>
    public IReadOnlyDictionary<string, double> Settled { get; init; } = new Dictionary<string, double>();

    /// <summary>Seed of training. Default: 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Threads of a trial; 0 = all cores.</summary>
    public int Threads { get; init; }

    /// <summary>Model, data, split, seed and fixed hyper-parameters, for <see cref="SearchOptions.Subject"/>.</summary>
    public string Subject =>
        $"{_algorithm.Name} {_data} {Seed} {string.Join(' ', Settled.Select(p => FormattableString.Invariant($"{p.Key}={p.Value}")))}";

    /// <summary>The model and the data, in words.</summary>
    public string Title { get; }

    /// <summary>How the metric is measured, in words.</summary>
    public string Protocol { get; }

    /// <summary>The metric of a name.</summary>
    /// <exception cref="DatasetException">There is none; the message lists those that there are.</exception>
    public static Func<ModelMetrics, double> Metric(string name) => Known.TryGetValue(name, out var metric)
        ? metric
        : throw new DatasetException("metric", $"'{name}' is not known; allowed are {string.Join(", ", Known.Keys)}.");

    /// <summary>True where a trial's budget is the model's number of epochs.</summary>
    public static bool HasEpochs(IModelAlgorithm algorithm)
    {
        ArgumentNullException.ThrowIfNull(algorithm);
        return algorithm.Parameters.Any(p => p.Name == Epochs);
    }

    /// <summary>Divides <c>name=min..max</c>, <c>name</c> and <c>name=value</c> into what is searched and what is fixed.</summary>
    /// <exception cref="DatasetException">A name or a value is not allowed.</exception>
    public static (IReadOnlyList<SearchDimension> Searched, IReadOnlyDictionary<string, double> Settled) Read(
        IModelAlgorithm algorithm, IReadOnlyList<string> settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var searched = new List<SearchDimension>();
        var settled = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var setting in settings)
        {
            if (setting.Split('=', 2, StringSplitOptions.TrimEntries) is [var name, var text]
                && double.TryParse(text, CultureInfo.InvariantCulture, out var value))
            {
                settled[name] = value;
            }
            else
            {
                searched.Add(SearchDimension.Parse(setting, algorithm));
            }
        }

        _ = new ParameterValues(algorithm, settled);
        return (searched, settled);
    }

    /// <summary>Fits and measures; a <see cref="SearchObjective"/>.</summary>
    public double Measure(IReadOnlyDictionary<string, double> parameters, int budget, CancellationToken cancellationToken)
    {
        var given = new Dictionary<string, double>(Settled, StringComparer.Ordinal);
        foreach (var (name, value) in parameters)
        {
            given[name] = value;
        }

        if (HasEpochs(_algorithm))
        {
            given[Epochs] = budget;
        }

        using var model = _algorithm.Fit(new FitContext
        {
            Data = _split.Train,
            Parameters = new ParameterValues(_algorithm, given),
            Validation = _validation,
            Seed = Seed,
            Threads = Threads,
            Time = TimeProvider.System,
            CancellationToken = cancellationToken,
        });
        return _metric(_validation.Evaluate(model, cancellationToken));
    }

    /// <summary>Writes the best hyper-parameters as JSON; an existing file is replaced.</summary>
    public void WriteBest(string path, SearchResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var best = result.Best;
        var parameters = Settled.Concat(best.Parameters).ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal);
        File.WriteAllBytes(
            path,
            JsonSerializer.SerializeToUtf8Bytes(
                new { model = _algorithm.Name, parameters, best.Budget, best.Metric, Protocol, Seed }, DatasetFiles.Json));
    }
}
