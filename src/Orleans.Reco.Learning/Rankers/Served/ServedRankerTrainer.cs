using Microsoft.Extensions.Logging;
using Orleans.Reco.Inference;

namespace Orleans.Reco.Learning;

/// <summary>
/// Trains the ranker of a bundle: a small network on user vector, item vector and <see cref="RankerFeatures"/> that puts the candidates
/// of the blend into a new order. Positives are what users turned to in the validation window, negatives are other candidates of the
/// same retrieval. One half of the users is trained on; the other half judges the graph that would be served.
/// </summary>
internal sealed class ServedRankerTrainer(ServedRankerOptions options, TimeProvider time, ILogger<ServedRankerJudge> logger)
{
    // Of the users that are trained on, every so manieth tells when to stop.
    private const int StoppingShare = 5;

    /// <summary>The network; <see cref="ServedRankerOptions.Parameters"/> are its.</summary>
    public static IRankerAlgorithm Algorithm { get; } = RankerAlgorithms.Dense("served", layer1: 64, layer2: 32);

    /// <summary>Trains and judges.</summary>
    /// <returns>Null where the window has too few users.</returns>
    /// <exception cref="DatasetException">An option or a hyper-parameter is not allowed.</exception>
    public ServedRankerResult? Train(ServedRankerInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        _ = options.Validate();
        var parameters = new ParameterValues(Algorithm, options.Parameters);
        var cases = input.Cases.ToArray();
        if (cases.Select(c => c.User).Distinct().Count() < options.MinUsers)
        {
            return null;
        }

        // A user with several cases must not stand on both sides.
        var users = cases.Select(c => c.User).Distinct().Order().ToArray();
        new Random(options.Seed).Shuffle(users);
        var place = users.Select((user, at) => (user, at)).ToDictionary(x => x.user, x => x.at);
        var half = users.Length / 2;
        bool Judges(EvaluationCase c) => place[c.User] >= half;
        bool Stops(EvaluationCase c) => place[c.User] < half && place[c.User] % StoppingShare == 0;

        var train = Rows(input, cases.Where(c => !Judges(c) && !Stops(c)));
        using var ranker = Algorithm.Fit(new RankerFitContext
        {
            Train = train,
            Validation = Rows(input, cases.Where(Stops)),
            Parameters = parameters,
            Seed = options.Seed,
            Time = time,
            CancellationToken = cancellationToken,
        });
        return new ServedRankerJudge(options, logger).Judge(
            Fold(ranker.ToWeights()), train.Numbers, Candidates(input, cases.Where(Judges)), cancellationToken);
    }

    private IEnumerable<ServedCandidates> Candidates(ServedRankerInput input, IEnumerable<EvaluationCase> cases)
    {
        foreach (var chunk in cases.Chunk(256))
        {
            var vectors = input.Encode([.. chunk.Select(c => c.History)]);
            var d = vectors.Length / chunk.Length;
            for (var i = 0; i < chunk.Length; i++)
            {
                yield return new ServedCandidates(input, chunk[i], vectors.AsSpan(i * d, d), options.Depth);
            }
        }
    }

    private RankingDataset Rows(ServedRankerInput input, IEnumerable<EvaluationCase> cases)
    {
        var random = new Random(options.Seed);
        var rows = new List<(ServedCandidates, int Item)>();
        foreach (var candidates in Candidates(input, cases))
        {
            var negatives = candidates.Items.Where(i => !candidates.Targets.Contains(i)).ToArray();
            if (negatives.Length == 0)
            {
                continue;
            }

            foreach (var target in candidates.Targets.Order())
            {
                rows.Add((candidates, target));
                for (var n = 0; n < options.Negatives; n++)
                {
                    var among = n % 2 == 0 ? Math.Min(options.Hard, negatives.Length) : negatives.Length;
                    rows.Add((candidates, negatives[random.Next(among)]));
                }
            }
        }

        return Dataset(rows);
    }

    private static RankingDataset Dataset(IReadOnlyList<(ServedCandidates Candidates, int Item)> rows)
    {
        var width = rows.Count == 0 ? 0 : rows[0].Candidates.RowWidth;
        var numbers = new float[rows.Count * width];
        for (var r = 0; r < rows.Count; r++)
        {
            rows[r].Candidates.Write(rows[r].Item, numbers.AsSpan(r * width, width));
        }

        return new RankingDataset
        {
            Schema = new RankingSchema
            {
                Fields = [],
                Numbers = [.. Enumerable.Range(0, width).Select(i => $"x{i}")],
                HistoryLength = 0,
                Signals = 1,
            },
            Labels = [.. rows.Select(r => r.Candidates.Targets.Contains(r.Item) ? 1f : 0f)],
            Ids = [],
            Numbers = numbers,
            HistoryItems = [],
            HistorySignals = [],
            Times = new long[rows.Count],
        };
    }

    // The served graph takes raw numbers, so the scaling goes into the first layer.
    private static DenseLayer[] Fold(RankerWeights weights)
    {
        var first = weights.Deep[0];
        var weight = (float[])first.Weight.Clone();
        var bias = (float[])first.Bias.Clone();
        for (var o = 0; o < first.Outputs; o++)
        {
            for (var i = 0; i < first.Inputs; i++)
            {
                bias[o] += first.Weight[(o * first.Inputs) + i] * weights.NumberShift[i];
                weight[(o * first.Inputs) + i] *= weights.NumberScale[i];
            }
        }

        return [first with { Weight = weight, Bias = bias }, .. weights.Deep.Skip(1)];
    }
}
