using System.Runtime.InteropServices;
using Orleans.Reco.Core;
using StackExchange.Redis;

namespace Orleans.Reco.LoadTests;

/// <summary>
/// Users in Redis: a list of packed events, a list of packed exposures, a counter; and a stream as the event log. Commands of one
/// request go in one pipelined round trip.
/// </summary>
internal sealed class PeerUsers(IDatabase redis)
{
    private const int HistoryCapacity = 100;
    private const int ExposureCapacity = 128;
    private const int StreamLength = 1_000_000;
    private const int RecentEvents = 50;
    private static readonly InteractionTypes Types = new(new InteractionOptions());

    public async Task<PeerUser> ReadAsync(string id)
    {
        var history = redis.ListRangeAsync(History(id), -RecentEvents, -1);
        var exposures = redis.ListRangeAsync(Exposures(id));
        var sequence = redis.StringGetAsync(Sequence(id));
        await Task.WhenAll(history, exposures, sequence);
        return new PeerUser(Unpack<HistoryEvent>(await history), Unpack<Exposure>(await exposures), (long)await sequence);
    }

    public async Task<PeerResult> AppendAsync(PeerEvent e, int ordinal)
    {
        if (!Types.TryGet(e.Type, out var type))
        {
            return new PeerResult("", "rejected", 0);
        }

        var now = TimeProvider.System.GetUtcNow();
        var eventId = Guid.CreateVersion7(now).ToString();
        var pushed = redis.ListRightPushAsync(History(e.UserId), Pack(new HistoryEvent(ordinal, UnixTime.Clamp(now), 0, type.Code)));
        var trimmed = redis.ListTrimAsync(History(e.UserId), -HistoryCapacity, -1);
        var sequence = redis.StringIncrementAsync(Sequence(e.UserId));
        var logged = redis.StreamAddAsync(
            "events",
            [
                new NameValueEntry("id", eventId), new NameValueEntry("user", e.UserId),
                new NameValueEntry("item", e.ItemId), new NameValueEntry("type", e.Type),
            ],
            maxLength: StreamLength,
            useApproximateMaxLength: true);
        await Task.WhenAll(pushed, trimmed, sequence, logged);
        return new PeerResult(eventId, "accepted", await sequence);
    }

    /// <summary>Nobody waits for it.</summary>
    public void RecordExposures(string id, ReadOnlySpan<int> ordinals, uint now)
    {
        var values = new RedisValue[ordinals.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Pack(new Exposure(ordinals[i], now));
        }

        _ = redis.ListRightPushAsync(Exposures(id), values, flags: CommandFlags.FireAndForget);
        _ = redis.ListTrimAsync(Exposures(id), -ExposureCapacity, -1, CommandFlags.FireAndForget);
    }

    /// <summary>Gives a user its first events.</summary>
    public Task FillAsync(string id, HistoryEvent[] events) =>
        Task.WhenAll(
            redis.ListRightPushAsync(History(id), Array.ConvertAll(events, e => Pack(e))),
            redis.StringSetAsync(Sequence(id), events.Length));

    private static RedisKey History(string id) => "h:" + id;

    private static RedisKey Exposures(string id) => "x:" + id;

    private static RedisKey Sequence(string id) => "s:" + id;

    private static RedisValue Pack<T>(T value)
        where T : unmanaged =>
        MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)).ToArray();

    private static T[] Unpack<T>(RedisValue[] values)
        where T : unmanaged =>
        Array.ConvertAll(values, value => MemoryMarshal.Read<T>(((ReadOnlyMemory<byte>)value).Span));
}

/// <summary>What the service reads of a user.</summary>
internal sealed record PeerUser(HistoryEvent[] History, Exposure[] Exposures, long Sequence);
