using System.Numerics.Tensors;
using Orleans.Reco.Core;
using Orleans.Reco.Inference;

namespace Orleans.Reco.LoadTests;

/// <summary>The whole way of a request over a million items, and what retrieval finds of what is there.</summary>
internal static class LargeCatalog
{
    private const int Items = 1_000_000;
    private const int Users = 10_000;
    private const double Rate = 100;
    private const double P99Limit = 25;
    private const double RecallLimit = 0.99;
    private const int Queries = 50;

    public static async Task RunAsync(Scenario given)
    {
        var load = given.Load with { Items = Math.Max(Items, given.Load.Items), Users = Math.Min(Users, given.Load.Users) };
        var scenario = given with { Load = load };
        var store = await scenario.StoreAsync();
        await using (var silo = await RecoSilo.StartAsync(store, scenario.Settings))
        {
            await using var target = new ClientTarget(silo.Client, load.Returned);
            var trials = new Trials(target, load, $"{load.Items:N0} items, in process");
            _ = await trials.RunAsync(Rate);
            var run = await Scenario.LongRunAsync(trials, Rate);
            scenario.Report.Add(new Figure(
                $"p99 with {load.Items:N0} items at {Rate:F0} requests/s", run.P99, "ms", $"≤ {P99Limit}", run.P99 <= P99Limit, run.ToString()));
            scenario.Report.Runs[trials.Name] = trials.Results;
        }

        var recall = Recall(ModelBundle.Open(ReferenceStore.BundleFolder(store)), load);
        scenario.Report.Add(new Figure(
            $"Recall@{load.Retrieved} with {load.Items:N0} items against a dot product for each",
            recall,
            "",
            $"≥ {RecallLimit}",
            recall >= RecallLimit,
            $"{Queries} queries"));
    }

    private static double Recall(ModelBundle bundle, ReferenceLoad load)
    {
        var vectors = new ItemVectors(bundle.ItemVectors.ToArray(), load.Dimension, [.. Enumerable.Range(0, load.Items)]);
        var queries = TestBundles.Uniform(new Random(load.Seed), Queries * load.Dimension, 1);
        var results = Array.ConvertAll(new int[Queries], _ => new TopK(load.Retrieved));
        ExactIndex.Search(queries, Queries, vectors, [.. Enumerable.Repeat(CandidateFilter.None, Queries)], results);
        var found = 0;
        var ordinals = new int[load.Retrieved];
        for (var query = 0; query < Queries; query++)
        {
            var scores = new float[load.Items];
            for (var row = 0; row < scores.Length; row++)
            {
                scores[row] = TensorPrimitives.Dot(queries.AsSpan(query * load.Dimension, load.Dimension), vectors.Row(row));
            }

            var best = Enumerable.Range(0, load.Items).ToArray();
            Array.Sort(scores, best);
            var written = results[query].Drain(ordinals, new float[load.Retrieved]);
            found += ordinals.AsSpan(0, written).ToArray().Intersect(best[^load.Retrieved..]).Count();
        }

        return found / (double)(Queries * load.Retrieved);
    }
}
