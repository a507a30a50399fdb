namespace Orleans.Reco.Learning;

/// <summary>Datasets with fewer interactions and the same users, items and types.</summary>
internal static class DatasetParts
{
    /// <summary>Keeps of each user's history what the function gives back.</summary>
    public static InteractionDataset Keep(
        this InteractionDataset dataset, Func<int, ReadOnlyMemory<DatasetEvent>, ReadOnlyMemory<DatasetEvent>> kept)
    {
        var events = new List<DatasetEvent>(dataset.Events.Length);
        var starts = new int[dataset.UserStarts.Length];
        for (var user = 0; user < dataset.Users.Count; user++)
        {
            starts[user] = events.Count;
            events.AddRange(kept(user, dataset.HistoryOf(user)).Span);
        }

        starts[^1] = events.Count;
        return new InteractionDataset
        {
            Users = dataset.Users,
            Items = dataset.Items,
            Types = dataset.Types,
            Events = [.. events],
            UserStarts = starts,
        };
    }

    /// <summary>Which items have an interaction, shape <c>[items]</c>.</summary>
    public static bool[] KnownItems(this InteractionDataset dataset)
    {
        var known = new bool[dataset.Items.Count];
        foreach (var e in dataset.Events)
        {
            known[e.Item - 1] = true;
        }

        return known;
    }

    /// <summary>The dataset without the items that have no interaction in one of its parts.</summary>
    public static InteractionDataset WithItemsOf(this InteractionDataset dataset, InteractionDataset part)
    {
        var known = part.KnownItems();
        return dataset.WithVocabulary([.. dataset.Items.Where((_, i) => known[i])], dataset.Types);
    }
}
