namespace Orleans.Reco.Learning;

/// <summary>
/// Divides evaluation cases among the parts that hold their users, and merges the lists in the order of the cases. They are summed up as
/// if they had been made here, so the numbers are those of a measurement here.
/// </summary>
internal static class PartsRanking
{
    public static ModelMetrics Evaluate(
        RankingEvaluator evaluator, InteractionDataset data, int parts, Func<bool[], IReadOnlyList<string[]>, IReadOnlyList<int[][]>> rank) =>
        evaluator.Evaluate("encoder", (cases, candidates) =>
        {
            var partOf = cases.Select(test => UserPartition.Of(data.Users[test.User], parts)).ToArray();
            string[][] users = [.. Enumerable.Range(0, parts).Select(part =>
                cases.Where((_, at) => partOf[at] == part).Select(test => data.Users[test.User]).ToArray())];
            var lists = rank(candidates, users);
            var next = new int[parts];
            return [.. partOf.Select(part => lists[part][next[part]++])];
        });
}
