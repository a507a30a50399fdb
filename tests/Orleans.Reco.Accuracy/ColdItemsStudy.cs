using System.Diagnostics;
using System.Globalization;
using Orleans.Reco.Core;
using Orleans.Reco.Learning;

namespace Orleans.Reco.Accuracy;

/// <summary>Items that training never saw, found by their content.</summary>
internal static class ColdItemsStudy
{
    private const double ColdShare = 0.1;
    private const int TuningSeed = 99;

    // Chosen on the tuning draw, where new items so get about the places that content kNN gives them.
    private const float Level = 1.15f;

    public static async Task RunAsync(string[] args)
    {
        if (args.Length < 4 || args[0] is not ("tune" or "test") || args[1] is not ("als" or "encoder"))
        {
            Console.WriteLine("cold-items tune|test als|encoder FOLDER ONLINE_RETAIL_CSV [knn] [name=value,… …]");
            return;
        }

        var (space, folder) = (args[1], args[2]);
        if (!File.Exists(Path.Combine(folder, DatasetFiles.Interactions)))
        {
            _ = await DatasetImporter.ImportAsync(new ImportOptions { Files = [args[3]], Output = folder, Preset = ImportPreset.OnlineRetail });
        }

        var all = DatasetReader.Read(folder, InteractionTypes.Default);
        var contents = ContentReader.Read(folder);
        var titled = all.Items.Where(contents.ContainsKey).ToArray();
        var count = (int)Math.Round(all.Items.Count * ColdShare);
        var tuning = Draw(titled, count, TuningSeed);
        if (args[0] == "tune")
        {
            // Nothing of the holdout and nothing of a test's cold items is touched while choices are made.
            var until = TemporalSplit.Create(all, 0.1, 0.1).HoldoutFrom;
            var data = await ColdItemsData.PrepareAsync(folder, "tune", tuning, until, seed: 1, space);
            Tune(data, args[4..]);
            return;
        }

        foreach (var seed in new[] { 1, 2, 3 })
        {
            var cold = Draw([.. titled.Except(tuning)], count, seed);
            var data = await ColdItemsData.PrepareAsync(folder, $"test-{seed}", cold, long.MaxValue, seed, space);
            Test(data, seed);
        }
    }

    private static string[] Draw(string[] items, int count, int seed)
    {
        var order = (string[])items.Clone();
        new Random(seed).Shuffle(order);
        return [.. order.Take(count).Order(StringComparer.Ordinal)];
    }

    private static void Tune(ColdItemsData data, string[] settings)
    {
        var report = new ColdItemsReport(data);
        if (settings.Contains("knn"))
        {
            foreach (var words in new[] { true, false })
            {
                foreach (var decay in new[] { 0, 0.8f, 0.95f, 0.99f, 1 })
                {
                    report.Knn($"knn words={words} decay={decay}", words, decay);
                }
            }
        }

        foreach (var setting in settings.Where(s => s.Contains('=', StringComparison.Ordinal)))
        {
            var options = new ContentTowerOptions();
            foreach (var pair in setting.Split(','))
            {
                var property = typeof(ContentTowerOptions).GetProperty(pair.Split('=')[0])!;
                var value = Convert.ChangeType(pair.Split('=')[1], property.PropertyType, CultureInfo.InvariantCulture);
                property.SetValue(options, value);
            }

            var clock = Stopwatch.StartNew();
            var tower = ContentTower.Fit(data.Contents, data.Warm, data.HoldoutFrom, data.Space, options)!;
            report.Tower($"{setting} [epochs {tower.Epochs}, held-out NDCG {tower.ValidationNdcg:F4} HR {tower.ValidationHitRate:F4}, {clock.Elapsed.TotalSeconds:F0} s]", tower);
        }
    }

    private static void Test(ColdItemsData data, int seed)
    {
        var report = new ColdItemsReport(data);
        var clock = Stopwatch.StartNew();
        var tower = ContentTower.Fit(
            data.Contents, data.Warm, data.HoldoutFrom, data.Space, new ContentTowerOptions { Seed = seed })!;
        report.Tower($"seed {seed} tower [{clock.Elapsed.TotalSeconds:F0} s]", tower);
        report.Tower($"seed {seed} tower, level {Level}", tower.Times(Level));
        report.Knn($"seed {seed} knn, most alike item, words", wordsOnly: true, 0);
        report.Knn($"seed {seed} knn, whole history, words and n-grams", wordsOnly: false, 0.99f);
    }
}
