using System.Text;
using System.Text.Json;
using CsCheck;

namespace Orleans.Reco.Storage.Tests;

public sealed class LoggedEventCodecTests
{
    private static readonly Gen<string> Text = Gen.String[0, 300];

    private static readonly Gen<DateTimeOffset> Time = Gen.DateTime.Select(time => new DateTimeOffset(time.Ticks, TimeSpan.Zero));

    private static readonly Gen<LoggedEvent> Event =
        Gen.Select(Gen.Select(Text, Text, Text, Text), Gen.Select(Time, Time), Gen.Select(Text.Null(), Gen.Double.Nullable(), Text.Null(), Text.Null(), Text.Null()))
            .Select((names, times, rest) => new LoggedEvent
            {
                Tenant = names.Item1,
                EventId = names.Item2,
                User = names.Item3,
                Type = names.Item4,
                Timestamp = times.Item1,
                ReceivedAt = times.Item2,
                ItemId = rest.Item1,
                Value = rest.Item2,
                SessionId = rest.Item3,
                RecommendationId = rest.Item4,
                Context = rest.Item5,
            });

    [Fact]
    public void Events_come_back_as_they_were() => Event.Array[0, 20].Sample(events =>
        Assert.Equal(events, LoggedEventCodec.Decode(LoggedEventCodec.Encode(events), [])));

    [Fact]
    public void Entries_of_earlier_builds_are_read()
    {
        var e = Sample() with { ItemId = "item", Value = double.NaN, Context = "{}" };
        Assert.Equal([e], LoggedEventCodec.Decode(JsonSerializer.SerializeToUtf8Bytes([e], LoggedEventJson.Default.IReadOnlyListLoggedEvent), []));
    }

    [Fact]
    public void A_time_keeps_its_moment_and_a_lone_surrogate_becomes_a_character()
    {
        var local = new DateTimeOffset(2026, 11, 26, 1, 2, 3, TimeSpan.FromHours(2)).AddTicks(1234567);
        var read = LoggedEventCodec.Decode(LoggedEventCodec.Encode([Sample() with { Timestamp = local, SessionId = "\ud800 lone" }]), [])[0];
        Assert.Equal((local, TimeSpan.Zero, "\ufffd lone"), (read.Timestamp, read.Timestamp.Offset, read.SessionId));
    }

    [Fact]
    public void Strings_that_come_again_are_one_object()
    {
        var known = new HashSet<string>();
        var first = LoggedEventCodec.Decode(LoggedEventCodec.Encode([Sample()]), known)[0];
        var second = LoggedEventCodec.Decode(LoggedEventCodec.Encode([Sample()]), known)[0];
        Assert.Same(first.User, second.User);
        Assert.NotSame(first.EventId, second.EventId);
    }

    [Fact]
    public void An_entry_that_is_cut_off_or_of_another_version_is_refused()
    {
        var entry = LoggedEventCodec.Encode([Sample() with { ItemId = "item", Value = 1, SessionId = "s", RecommendationId = "r", Context = "{}" }]);
        for (var length = 0; length < entry.Length; length++)
        {
            Assert.Throws<InvalidDataException>(() => LoggedEventCodec.Decode(entry.AsSpan(0, length), []));
        }

        Assert.Throws<InvalidDataException>(() => LoggedEventCodec.Decode([2, .. entry[1..]], []));
        Assert.Throws<InvalidDataException>(() => LoggedEventCodec.Decode([1, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], []));
        Assert.Throws<InvalidDataException>(() => LoggedEventCodec.Decode(Encoding.UTF8.GetBytes("[{"), []));
    }

    [Fact]
    public void Damage_is_refused_or_read_as_something_and_nothing_else() =>
        Gen.Select(Event.Array[1, 3], Gen.Int[0, int.MaxValue], Gen.Byte).Sample((events, at, value) =>
        {
            var entry = LoggedEventCodec.Encode(events);
            entry[at % entry.Length] = value;
            try
            {
                _ = LoggedEventCodec.Decode(entry, []);
            }
            catch (InvalidDataException)
            {
            }
        });

    private static LoggedEvent Sample() => new()
    {
        Tenant = "default",
        EventId = "e",
        User = "pseudonym",
        Type = "view",
        Timestamp = DateTimeOffset.UnixEpoch,
        ReceivedAt = DateTimeOffset.UnixEpoch,
    };
}
