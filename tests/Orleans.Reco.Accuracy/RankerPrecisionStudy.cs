using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Reco.Core;
using Orleans.Reco.Inference;
using Orleans.Reco.Learning;

namespace Orleans.Reco.Accuracy;

/// <summary>
/// The ranker of a bundle in float32 and int8 on Online Retail: trained on one half of the users of the validation window, measured on the
/// other half, on the candidates of an encoder, popularity and neighbours that saw nothing of the window.
/// </summary>
internal static class RankerPrecisionStudy
{
    // Plausible ones: a training would choose them on the window that the ranker learns from.
    private const float PriorWeight = 1;
    private const float NeighbourWeight = 4;

    private static readonly (int First, int Second)[] Sizes = [(64, 32), (256, 128)];

    public static void Run(StudyArguments arguments)
    {
        var data = Read(arguments);
        var split = TemporalSplit.Create(data, 0.1, 0.1);
        data = data.WithItemsBefore(split.HoldoutFrom);
        Console.WriteLine("| layers | seed | users | blend NDCG@10 | float32 NDCG@10 | int8 | float32 AUC | int8 | float32 log loss | int8 | other first 20 | published |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (var seed in arguments.Seeds)
        {
            var training = new TrainingOptions { Seed = seed, Epochs = (int)arguments.Set.GetValueOrDefault("epochs", 2) };
            using var encoder = Encoder(data.Before(split.ValidationFrom), training);
            var input = Input(data, split, encoder, training);
            foreach (var (first, second) in Sizes)
            {
                var options = new ServedRankerOptions
                {
                    Seed = seed,
                    Precision = RankerPrecision.Int8,
                    Parameters = new Dictionary<string, double> { ["layer1"] = first, ["layer2"] = second },
                };
                var logger = NullLogger<ServedRankerJudge>.Instance;
                Print($"{first}, {second}", seed, new ServedRankerTrainer(options, TimeProvider.System, logger).Train(input, default)!);
            }
        }
    }

    private static InteractionDataset Read(StudyArguments arguments)
    {
        using var folder = new StudyFolder();
        _ = DatasetImporter.ImportAsync(new ImportOptions
        {
            Files = [Path.Combine(arguments.Data, "online-retail", "online_retail.csv.gz")],
            Output = folder.In("retail"),
            Preset = ImportPreset.OnlineRetail,
        }).GetAwaiter().GetResult();
        return DatasetReader.Read(folder.In("retail"), InteractionTypes.Default);
    }

    private static SequenceEncoder Encoder(InteractionDataset data, TrainingOptions options)
    {
        using var session = TorchSession.Begin(1, options.Seed, default);
        var encoder = options.CreateEncoder(data.Items.Count, data.Types.Count);
        _ = new SequenceTrainer(data, options.ToSequence(data.Items.Count), TimeProvider.System).Train(encoder, default);
        return encoder;
    }

    private static ServedRankerInput Input(InteractionDataset data, TemporalSplit split, SequenceEncoder encoder, TrainingOptions options)
    {
        var popularity = PopularityModel.Fit(data, split.ValidationFrom).Scores;
        var space = new SequenceScorer(encoder, options.MaxLength, new PopularityPrior(PriorWeight, popularity)).ToVectorSpace();
        return new ServedRankerInput
        {
            Data = data,
            Cases = TemporalSplit.Cases(data, split.ValidationFrom, split.HoldoutFrom),
            Encode = space.Users,
            ItemVectors = space.Items,
            Neighbours = BundleNeighbours.Create(ItemKnnModel.Fit(data, split.ValidationFrom), options.Neighbours),
            NeighbourWeight = NeighbourWeight,
            Popularity = popularity,
            Candidates = TemporalSplit.ItemsBefore(data, split.ValidationFrom),
        };
    }

    private static void Print(string layers, int seed, ServedRankerResult result)
    {
        var (f, i) = (result.Float32, result.Int8!);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {layers} | {seed} | {result.Users} | {result.BlendNdcg:F4} | {f.Ndcg:F4} | {i.Ndcg:F4} | {f.Auc:F5} | {i.Auc:F5} | {f.LogLoss:F5} | {i.LogLoss:F5} | {result.ChangedTop:F3} | {result.Published.Precision} |"));
    }
}
