namespace Orleans.Reco.Learning;

/// <summary>Moments of histories: the user vector there, and the items that the user turned to next.</summary>
internal sealed class ContentMoments
{
    private const int EncodedAtOnce = 256;

    private ContentMoments(float[] users, int[][] targets) => (Users, Targets) = (users, targets);

    /// <summary>User vectors, shape <c>[moments, dimension]</c>.</summary>
    public float[] Users { get; }

    /// <summary>Zero-based items of each moment; new to the user, at least one.</summary>
    public int[][] Targets { get; }

    public int Count => Targets.Length;

    /// <summary>Samples moments between two times, never within one: an invoice's lines belong together.</summary>
    public static ContentMoments Sample(
        InteractionDataset data, long before, VectorSpace space, ContentTowerOptions options, CancellationToken cancellationToken)
    {
        var random = new Random(options.Seed);
        var users = Enumerable.Range(0, data.Users.Count).ToArray();
        random.Shuffle(users);
        var moments = new List<(ReadOnlyMemory<DatasetEvent> History, int[] Targets)>();
        foreach (var user in users.Take(options.MaxUsers))
        {
            var history = data.HistoryOf(user, before);
            var cuts = Enumerable.Range(1, Math.Max(0, history.Length - 1))
                .Where(at => history.Span[at].UnixSeconds > history.Span[at - 1].UnixSeconds)
                .ToArray();
            random.Shuffle(cuts);
            foreach (var cut in cuts.Take(options.MomentsPerUser))
            {
                var targets = Next(data, history.Span, cut, options.TargetsPerMoment);
                if (targets.Length > 0)
                {
                    moments.Add((history[..cut], targets));
                }
            }
        }

        // Of similar length in one run, so that little is padding.
        moments.Sort((a, b) => a.History.Length.CompareTo(b.History.Length));
        var vectors = new float[moments.Count * space.Dimension];
        for (var first = 0; first < moments.Count; first += EncodedAtOnce)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var part = moments.Skip(first).Take(EncodedAtOnce).Select(m => m.History).ToArray();
            space.Users(part).CopyTo(vectors, first * space.Dimension);
        }

        return new ContentMoments(vectors, [.. moments.Select(m => m.Targets)]);
    }

    private static int[] Next(InteractionDataset data, ReadOnlySpan<DatasetEvent> history, int cut, int most)
    {
        var seen = new HashSet<int>();
        foreach (var e in history[..cut])
        {
            _ = seen.Add(e.Item);
        }

        var targets = new List<int>();
        for (var at = cut; at < history.Length && targets.Count < most; at++)
        {
            if (data.WeightOf(history[at]) > 0 && seen.Add(history[at].Item))
            {
                targets.Add(history[at].Item - 1);
            }
        }

        return [.. targets];
    }
}
