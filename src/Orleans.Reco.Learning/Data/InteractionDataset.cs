using System.Security.Cryptography;
using System.Text;
using Orleans.Reco.Core;

namespace Orleans.Reco.Learning;

/// <summary>A dataset in memory: interactions by user and, within a user, by time.</summary>
public sealed class InteractionDataset
{
    /// <summary>User ids; position = user index.</summary>
    public required IReadOnlyList<string> Users { get; init; }

    /// <summary>Item ids; the item at position i has index i + 1, and 0 is no item.</summary>
    public required IReadOnlyList<string> Items { get; init; }

    /// <summary>Interaction types; the type at position i has index i + 1, which is also the encoder's event index.</summary>
    public required IReadOnlyList<InteractionTypeInfo> Types { get; init; }

    /// <summary>All interactions, ordered by user, then time, then their order in the input.</summary>
    public required DatasetEvent[] Events { get; init; }

    /// <summary>The first event of each user in <see cref="Events"/>, with the end as last entry, shape <c>[users + 1]</c>.</summary>
    public required int[] UserStarts { get; init; }

    /// <summary>The events of a user, oldest first.</summary>
    public ReadOnlyMemory<DatasetEvent> HistoryOf(int user) =>
        Events.AsMemory(UserStarts[user], UserStarts[user + 1] - UserStarts[user]);

    /// <summary>The events of a user before a time, oldest first.</summary>
    public ReadOnlyMemory<DatasetEvent> HistoryOf(int user, long before)
    {
        var history = HistoryOf(user);
        var events = history.Span;
        int low = 0, high = events.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = events[middle].UnixSeconds < before ? (middle + 1, high) : (low, middle);
        }

        return history[..low];
    }

    /// <summary>What an event counts for its item; 0 or less where it says nothing for the item.</summary>
    public double WeightOf(in DatasetEvent e) => Types[e.Type - 1].WeightOf(e.Value);

    /// <summary>The interactions before a time; users, items and types keep their indices.</summary>
    public InteractionDataset Before(long time) => this.Keep((user, _) => HistoryOf(user, time));

    /// <summary>The interactions of some users; items and types keep their indices, users do not.</summary>
    internal InteractionDataset OfUsers(Func<string, bool> keep)
    {
        int[] kept = [.. Enumerable.Range(0, Users.Count).Where(user => keep(Users[user]))];
        var events = new List<DatasetEvent>();
        var starts = new int[kept.Length + 1];
        for (var user = 0; user < kept.Length; user++)
        {
            foreach (var e in HistoryOf(kept[user]).Span)
            {
                events.Add(e with { User = user });
            }

            starts[user + 1] = events.Count;
        }

        return new InteractionDataset
        {
            Users = [.. kept.Select(user => Users[user])],
            Items = Items,
            Types = Types,
            Events = [.. events],
            UserStarts = starts,
        };
    }

    /// <summary>The dataset without the items that have no event before a time.</summary>
    public InteractionDataset WithItemsBefore(long time)
    {
        var known = new bool[Items.Count + 1];
        foreach (var e in Events)
        {
            known[e.Item] |= e.UnixSeconds < time;
        }

        return WithVocabulary([.. Items.Where((_, i) => known[i + 1])], Types);
    }

    /// <summary>The dataset in the indices of a vocabulary; events with other items or types are left out.</summary>
    /// <param name="items">The item at position i gets index i + 1.</param>
    /// <param name="types">The type at position i gets index i + 1.</param>
    public InteractionDataset WithVocabulary(IReadOnlyList<string> items, IReadOnlyList<InteractionTypeInfo> types)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(types);
        var itemIndex = items.Select((id, i) => (id, i)).ToDictionary(x => x.id, x => x.i + 1, StringComparer.Ordinal);
        var typeIndex = types.Select((type, i) => (type, i)).ToDictionary(x => x.type.Code, x => x.i + 1);
        int[] newItem = [0, .. Items.Select(id => itemIndex.GetValueOrDefault(id))];
        int[] newType = [0, .. Types.Select(type => typeIndex.GetValueOrDefault(type.Code))];
        var events = new List<DatasetEvent>(Events.Length);
        var starts = new int[UserStarts.Length];
        for (var user = 0; user < Users.Count; user++)
        {
            starts[user] = events.Count;
            foreach (var e in HistoryOf(user).Span)
            {
                if (newItem[e.Item] > 0 && newType[e.Type] > 0)
                {
                    events.Add(e with { Item = newItem[e.Item], Type = newType[e.Type] });
                }
            }
        }

        starts[^1] = events.Count;
        return new InteractionDataset { Users = Users, Items = items, Types = types, Events = [.. events], UserStarts = starts };
    }

    /// <summary>SHA-256 over users, items, types and interactions, hex: the same data gives the same text.</summary>
    public string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var text in Users.Concat(Items).Concat(Types.Select(t => t.Name)))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(text + "\n"));
        }

        var row = new byte[24];
        foreach (var e in Events)
        {
            _ = BitConverter.TryWriteBytes(row.AsSpan(0), e.User);
            _ = BitConverter.TryWriteBytes(row.AsSpan(4), e.Item);
            _ = BitConverter.TryWriteBytes(row.AsSpan(8), e.Type);
            _ = BitConverter.TryWriteBytes(row.AsSpan(12), e.Value);
            _ = BitConverter.TryWriteBytes(row.AsSpan(16), e.UnixSeconds);
            hash.AppendData(row);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
