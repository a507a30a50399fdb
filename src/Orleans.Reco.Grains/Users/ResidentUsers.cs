using System.Collections.Concurrent;

namespace Orleans.Reco.Grains;

/// <summary>The users in this silo's memory, by tenant. A set in parts, so that it never grows all at once and many can come and go.</summary>
internal sealed class ResidentUsers
{
    private const int Parts = 16;

    private readonly ConcurrentDictionary<string, HashSet<UserGrain>[]> _users = new();

    public void Add(string tenant, UserGrain user)
    {
        var part = PartOf(tenant, user);
        lock (part)
        {
            part.Add(user);
        }
    }

    public void Remove(string tenant, UserGrain user)
    {
        var part = PartOf(tenant, user);
        lock (part)
        {
            part.Remove(user);
        }
    }

    /// <summary>The users of a tenant as they are now.</summary>
    public IEnumerable<UserGrain> Of(string tenant) =>
        _users.TryGetValue(tenant, out var parts) ? parts.SelectMany(Copy) : [];

    /// <summary>The users of all tenants as they are now.</summary>
    public IEnumerable<UserGrain> All() => _users.Values.SelectMany(parts => parts.SelectMany(Copy));

    private static UserGrain[] Copy(HashSet<UserGrain> part)
    {
        lock (part)
        {
            return [.. part];
        }
    }

    private HashSet<UserGrain> PartOf(string tenant, UserGrain user)
    {
        var parts = _users.GetOrAdd(tenant, static _ => [.. Enumerable.Range(0, Parts).Select(_ => new HashSet<UserGrain>())]);
        return parts[(uint)user.GetHashCode() % Parts];
    }
}
