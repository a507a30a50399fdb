using System.Globalization;
using System.Numerics.Tensors;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Reco.Core;
using Orleans.Reco.Inference;
using Orleans.Reco.Learning;

namespace Orleans.Reco.Accuracy;

/// <summary>Ranks the cold items, alone and among all, for those who bought one.</summary>
internal sealed class ColdItemsReport
{
    private const int Depth = 10;

    private readonly ColdItemsData _data;
    private readonly float[] _users;
    private readonly ItemContent[] _contents;

    public ColdItemsReport(ColdItemsData data)
    {
        _data = data;
        var random = data.Cases.Average(c => 1 - Enumerable.Range(0, Depth).Aggregate(
            1.0, (miss, i) => miss * (data.Cold.Length - c.Targets.Length - i) / (data.Cold.Length - i)));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{data.Cold.Length} cold items, {data.Warm.Items.Count} others, {data.Cases.Count} users, {data.Cases.Average(c => c.Targets.Length):F2} targets each; random HR@10 {random:F4}, 10/cold items {10.0 / data.Cold.Length:F4}"));
        _users = [.. data.Cases.Chunk(256).SelectMany(part => data.Space.Users([.. part.Select(c => c.History)]))];
        _contents = [.. data.Warm.Items.Concat(data.Cold).Select(id => data.Contents.GetValueOrDefault(id) ?? new ItemContent())];
    }

    public void Tower(string name, ContentTower tower)
    {
        var (d, warm) = (_data.Space.Dimension, _data.Warm.Items.Count);
        float[] items = [.. _data.Space.Items.Span, .. tower.Encode([.. _contents.Skip(warm)])];
        Print(name, (row, scores) =>
        {
            for (var i = 0; i < scores.Length; i++)
            {
                scores[i] = TensorPrimitives.Dot<float>(_users.AsSpan(row * d, d), items.AsSpan(i * d, d));
            }
        });
    }

    public void Knn(string name, bool wordsOnly, float decay)
    {
        var knn = new ContentKnn(_contents, wordsOnly);
        var candidates = Enumerable.Range(0, _contents.Length).ToArray();
        Print(name, (row, scores) =>
            knn.Score(_data.Cases[row].History.ToArray().Select(e => e.Item - 1).ToArray(), candidates, decay).CopyTo(scores, 0));
    }

    private void Print(string name, Action<int, float[]> score)
    {
        var warm = _data.Warm.Items.Count;
        var scores = new float[_contents.Length];
        double hitsCold = 0, ndcgCold = 0, foundCold = 0, hitsAll = 0, foundAll = 0, listed = 0;
        for (var row = 0; row < _data.Cases.Count; row++)
        {
            var (history, wanted) = _data.Cases[row];
            score(row, scores);
            var cold = Top(scores, warm, scores.Length, []);
            var relevant = wanted.Select(t => t + warm).ToHashSet();
            hitsCold += RankingMetrics.HitRate(cold, relevant, Depth);
            foundCold += cold.Count(relevant.Contains);
            ndcgCold += RankingMetrics.Ndcg(cold, relevant, Depth);
            var all = Top(scores, 0, scores.Length, [.. history.ToArray().Select(e => e.Item - 1)]);
            hitsAll += RankingMetrics.HitRate(all, relevant, Depth);
            foundAll += all.Count(relevant.Contains);
            listed += all.Count(i => i >= warm) / (double)Depth;
        }

        var n = _data.Cases.Count;
        var targets = _data.Cases.Sum(c => c.Targets.Length);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {name}: HR@10 by target {foundCold / targets:F4}, by user {hitsCold / n:F4}, NDCG@10 {ndcgCold / n:F4} among cold; among all HR@10 by target {foundAll / targets:F4}, by user {hitsAll / n:F4}, share of cold in lists {listed / n:F3}"));
    }

    private static int[] Top(float[] scores, int from, int to, HashSet<int> without) =>
    [
        .. Enumerable.Range(from, to - from).Where(i => !without.Contains(i)).OrderByDescending(i => scores[i]).ThenBy(i => i).Take(Depth),
    ];
}
