namespace Orleans.Reco.Learning;

/// <summary>Who had to do with what: distinct positive items by user, and the transpose, both as compressed rows.</summary>
internal sealed class InteractionMatrix
{
    private InteractionMatrix(int[] userStarts, int[] itemsOfUsers, int[] itemStarts, int[] usersOfItems)
    {
        UserStarts = userStarts;
        ItemsOfUsers = itemsOfUsers;
        ItemStarts = itemStarts;
        UsersOfItems = usersOfItems;
    }

    public int Users => UserStarts.Length - 1;

    public int Items => ItemStarts.Length - 1;

    public int[] UserStarts { get; }

    /// <summary>Zero-based items.</summary>
    public int[] ItemsOfUsers { get; }

    public int[] ItemStarts { get; }

    public int[] UsersOfItems { get; }

    public static InteractionMatrix Create(InteractionDataset dataset, long before, int maxItemsPerUser = int.MaxValue)
    {
        var userStarts = new int[dataset.Users.Count + 1];
        var items = new List<int>();
        for (var user = 0; user < dataset.Users.Count; user++)
        {
            items.AddRange(Distinct(dataset, dataset.HistoryOf(user, before), maxItemsPerUser));
            userStarts[user + 1] = items.Count;
        }

        var itemStarts = new int[dataset.Items.Count + 1];
        foreach (var item in items)
        {
            itemStarts[item + 1]++;
        }

        for (var i = 0; i < dataset.Items.Count; i++)
        {
            itemStarts[i + 1] += itemStarts[i];
        }

        var next = itemStarts.AsSpan(0, dataset.Items.Count).ToArray();
        var users = new int[items.Count];
        for (var user = 0; user < dataset.Users.Count; user++)
        {
            for (var at = userStarts[user]; at < userStarts[user + 1]; at++)
            {
                users[next[items[at]]++] = user;
            }
        }

        return new InteractionMatrix(userStarts, [.. items], itemStarts, users);
    }

    /// <summary>Distinct zero-based items of positive events, newest first, at most so many.</summary>
    public static List<int> Distinct(InteractionDataset dataset, ReadOnlyMemory<DatasetEvent> history, int most = int.MaxValue)
    {
        var seen = new HashSet<int>();
        var items = new List<int>();
        var events = history.Span;
        for (var at = events.Length - 1; at >= 0 && items.Count < most; at--)
        {
            if (dataset.WeightOf(events[at]) > 0 && seen.Add(events[at].Item))
            {
                items.Add(events[at].Item - 1);
            }
        }

        return items;
    }
}
