using DuckDB.NET.Data;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Reco.Core;
using Orleans.Reco.Inference;
using Orleans.Reco.Learning;

namespace Orleans.Reco.Accuracy;

/// <summary>A shop from which a tenth of the items was taken, the vectors that were learnt of the rest, and who bought what was taken.</summary>
internal sealed class ColdItemsData
{
    /// <summary>The vectors of the model that learnt from the other items.</summary>
    public required VectorSpace Space { get; init; }

    /// <summary>The interactions without the cold items.</summary>
    public required InteractionDataset Warm { get; init; }

    public required IReadOnlyDictionary<string, ItemContent> Contents { get; init; }

    public required long HoldoutFrom { get; init; }

    /// <summary>Ids of the items that were taken out.</summary>
    public required string[] Cold { get; init; }

    /// <summary>Histories in the indices of <see cref="Warm"/>; targets are positions in <see cref="Cold"/>.</summary>
    public required IReadOnlyList<(ReadOnlyMemory<DatasetEvent> History, int[] Targets)> Cases { get; init; }

    /// <summary>Trains without the items.</summary>
    /// <param name="folder">Where the imported data set is, and bundles go.</param>
    /// <param name="name">The bundle's folder; a bundle that is there already is taken.</param>
    /// <param name="cold">The items to take out.</param>
    /// <param name="until">Interactions from this time on are left out altogether.</param>
    /// <param name="seed">The seed of training.</param>
    /// <param name="space"><c>als</c>, or <c>encoder</c> for what the product trains and serves.</param>
    public static async Task<ColdItemsData> PrepareAsync(string folder, string name, string[] cold, long until, int seed, string space)
    {
        var data = Path.Combine(folder, $"{name}-data");
        Filter(folder, data, cold, until);
        var read = DatasetReader.Read(data, InteractionTypes.Default);
        var holdout = TemporalSplit.Create(read, 0.1, 0.1).HoldoutFrom;
        var warm = read.WithItemsBefore(holdout);
        return new ColdItemsData
        {
            Space = space == "als" ? Als(warm, holdout, seed) : await EncoderAsync(data, Path.Combine(folder, name), seed),
            Warm = warm,
            Contents = ContentReader.Read(folder),
            HoldoutFrom = holdout,
            Cold = cold,
            Cases = CasesOf(DatasetReader.Read(folder, InteractionTypes.Default), warm, cold, holdout, until),
        };
    }

    private static VectorSpace Als(InteractionDataset warm, long holdout, int seed)
    {
        var model = AlsModel.Fit(warm, holdout, new AlsOptions { Seed = seed, Threads = 1 });
        return new VectorSpace(
            model.ItemFactors.Length / warm.Items.Count,
            model.ItemFactors,
            histories => [.. histories.SelectMany(h => model.FoldIn([.. h.ToArray().Where(e => warm.WeightOf(e) > 0).Select(e => e.Item - 1).Distinct()]))]);
    }

    private static async Task<VectorSpace> EncoderAsync(string data, string folder, int seed)
    {
        if (!File.Exists(Path.Combine(folder, BundleFiles.Manifest)))
        {
            _ = await new ModelTrainer(TimeProvider.System).TrainAsync(new TrainingRequest
            {
                DatasetFolder = data,
                BundleFolder = folder,
                Options = new TrainingOptions { Seed = seed, Threads = 1 },
            });
        }

        var bundle = ModelBundle.Open(folder);
        return VectorSpace.Of(
            bundle, new EncoderSession(new SessionFactory(new InferenceOptions(), NullLogger<SessionFactory>.Instance), bundle));
    }

    private static List<(ReadOnlyMemory<DatasetEvent>, int[])> CasesOf(
        InteractionDataset all, InteractionDataset warm, string[] cold, long from, long until)
    {
        var position = cold.Select((id, i) => (id, i)).ToDictionary(x => x.id, x => x.i, StringComparer.Ordinal);
        var warmUser = warm.Users.Select((id, i) => (id, i)).ToDictionary(x => x.id, x => x.i, StringComparer.Ordinal);
        var cases = new List<(ReadOnlyMemory<DatasetEvent>, int[])>();
        for (var user = 0; user < all.Users.Count; user++)
        {
            if (!warmUser.TryGetValue(all.Users[user], out var known) || warm.HistoryOf(known, from) is not { IsEmpty: false } history)
            {
                continue;
            }

            var seen = new HashSet<int>();
            var targets = new List<int>();
            foreach (var e in all.HistoryOf(user, until).Span)
            {
                if (seen.Add(e.Item)
                    && e.UnixSeconds >= from
                    && all.WeightOf(e) > 0
                    && position.TryGetValue(all.Items[e.Item - 1], out var at))
                {
                    targets.Add(at);
                }
            }

            if (targets.Count > 0)
            {
                cases.Add((history, [.. targets]));
            }
        }

        return cases;
    }

    private static void Filter(string from, string to, string[] cold, long until)
    {
        _ = Directory.CreateDirectory(to);
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        var ids = string.Join(", ", cold.Select(id => $"'{id.Replace("'", "''", StringComparison.Ordinal)}'"));
        command.CommandText =
            $"COPY (SELECT * FROM read_parquet('{Path.Combine(from, DatasetFiles.Interactions)}') WHERE item NOT IN ({ids}) "
            + $"AND epoch_us(\"timestamp\") // 1000000 < {until}) TO '{Path.Combine(to, DatasetFiles.Interactions)}' (FORMAT parquet)";
        _ = command.ExecuteNonQuery();
        File.Copy(Path.Combine(from, DatasetFiles.Items), Path.Combine(to, DatasetFiles.Items), overwrite: true);
    }
}
