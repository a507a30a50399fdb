using System.Globalization;
using Orleans.Reco.Core;

namespace Orleans.Reco.Learning;

/// <summary>
/// Reads the format of research data sets: a line a user, <c>user item item …</c>, items in time order, without times. Events get their
/// position as the time; events of each further file come after those of the files before it.
/// </summary>
public static class SequenceFile
{
    /// <summary>The seconds between the first event of a file and that of the next.</summary>
    public const long Period = 1_000_000;

    /// <summary>Reads files in their order; the same user may stand in several.</summary>
    /// <exception cref="DatasetException">A line has something else than whole numbers.</exception>
    public static InteractionDataset Read(params IReadOnlyList<string> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var histories = new SortedDictionary<long, List<(long Item, long Time)>>();
        for (var file = 0; file < files.Count; file++)
        {
            foreach (var line in File.ReadLines(files[file]))
            {
                var parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (parts.Length < 2)
                {
                    continue;
                }

                var user = Number(parts[0], files[file]);
                if (!histories.TryGetValue(user, out var history))
                {
                    histories[user] = history = [];
                }

                for (var i = 1; i < parts.Length; i++)
                {
                    history.Add((Number(parts[i], files[file]), (file * Period) + i));
                }
            }
        }

        var items = histories.Values.SelectMany(h => h.Select(e => e.Item)).Distinct().Order().ToArray();
        var index = items.Select((id, i) => (id, i)).ToDictionary(x => x.id, x => x.i + 1);
        var events = new List<DatasetEvent>();
        var starts = new int[histories.Count + 1];
        foreach (var (history, user) in histories.Values.Select((h, i) => (h, i)))
        {
            events.AddRange(history.Select(e => new DatasetEvent(user, index[e.Item], 1, 0, e.Time)));
            starts[user + 1] = events.Count;
        }

        return new InteractionDataset
        {
            Users = [.. histories.Keys.Select(Text)],
            Items = Array.ConvertAll(items, Text),
            Types = [InteractionTypes.Default[InteractionType.Purchase]],
            Events = [.. events],
            UserStarts = starts,
        };
    }

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);

    private static long Number(string text, string file) =>
        long.TryParse(text, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new DatasetException("dataset", $"'{Path.GetFileName(file)}' has '{text}' where a whole number is expected.");
}
