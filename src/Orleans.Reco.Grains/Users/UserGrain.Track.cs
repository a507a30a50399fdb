using System.Text.Json;
using Orleans.Reco.Core;
using Orleans.Reco.Storage;

namespace Orleans.Reco.Grains;

/// <content>Taking events in.</content>
internal sealed partial class UserGrain
{
    // Applied, and not in the log. Any write takes them along.
    private List<LoggedEvent>? _unlogged;

    /// <summary>An event that passed validation.</summary>
    private readonly record struct Admitted(
        int Position, string EventId, Interaction Event, InteractionTypeInfo Type, int Ordinal, DateTimeOffset Timestamp);

    /// <remarks>
    /// The order makes the guarantees. Memory first: the next list reflects the event. Then the log, and with it, or after it, the state:
    /// whatever the store has of a user is in the log. Then the answer: what was acknowledged is in both. A crash in between may leave an
    /// event that was never acknowledged in the log; sent again, it is logged again under the same id, and readers of the log keep one row
    /// for each id.
    /// </remarks>
    public async Task<TrackResult[]> Track(Interaction[] events)
    {
        using var underWay = services.Collections.Begin();
        if (events.Length > services.Options.MaxBatch)
        {
            throw new RecoValidationException("events", $"must have at most {services.Options.MaxBatch} events for one user");
        }

        if (Array.Exists(events, NamesUnknownItem))
        {
            await _tenant.CatchUpAsync();
        }

        // From here until memory has the events no other turn may come: the same event could be in it.
        var results = new TrackResult?[events.Length];
        var admitted = Admit(events, results);
        if (admitted.Count > 0)
        {
            await Accept(admitted, results);
        }

        await AnswerDuplicates(events, results);
        return results!;
    }

    /// <summary>Rejects what is not valid; leaves duplicates open.</summary>
    private List<Admitted> Admit(Interaction[] events, TrackResult?[] results)
    {
        var now = services.Time.GetUtcNow();
        var catalog = _tenant.Snapshot.Catalog;
        var admitted = new List<Admitted>(events.Length);
        var batchIds = events.Length > 1 ? new HashSet<string>() : null;
        for (var i = 0; i < events.Length; i++)
        {
            var e = events[i];
            var eventId = e.EventId ?? Guid.CreateVersion7(now).ToString();
            var ordinal = HistoryEvent.NoItem;
            if (Check(e, catalog, now, ref ordinal) is { } error)
            {
                results[i] = new TrackResult(eventId, TrackStatus.Rejected, 0, error);
            }
            else if (!_memory.EventIds.Contains(eventId) && batchIds?.Add(eventId) != false
                && services.Types.TryGet(e.Type, out var type))
            {
                admitted.Add(new(i, eventId, e, type, ordinal, e.Timestamp ?? now));
            }
        }

        return admitted;
    }

    private bool NamesUnknownItem(Interaction? e) => e?.ItemId is { } id && !_tenant.Snapshot.Catalog.TryGetOrdinal(id, out _);

    private FieldError? Check(Interaction e, CatalogView catalog, DateTimeOffset now, ref int ordinal)
    {
        if (InteractionValidator.Validate(e, services.Types, now, services.Options.MaxClockSkew) is { } error)
        {
            return error;
        }

        if (e.UserId != _key.Id)
        {
            return new FieldError("userId", "must be the user that the event is sent to");
        }

        return e.ItemId is null || catalog.TryGetOrdinal(e.ItemId, out ordinal)
            ? null
            : new FieldError("itemId", "must be an item of the catalog; put the item first");
    }

    /// <summary>Applies events, and returns when they are durable.</summary>
    private async Task Accept(List<Admitted> admitted, TrackResult?[] results)
    {
        RefuseWhileErasing();
        RefuseIfOutdated();
        var memory = _memory;
        var waiting = memory.Sequence - memory.SavedSequence;
        if (waiting > 0 && waiting + admitted.Count > services.Options.MaxUnderWay)
        {
            throw new RecoUnavailableException("Too many events of this user wait to be written; send the events again with the same ids.");
        }

        EnsureSecret();
        memory.ExpectBatch(admitted.Count);
        var received = services.Time.GetUtcNow();
        var trialChanged = false;
        foreach (var a in admitted)
        {
            trialChanged |= Attribute(a);
            (_unlogged ??= []).Add(Row(a, received));
            results[a.Position] = new TrackResult(a.EventId, TrackStatus.Accepted, Apply(a));
        }

        await Save(whole: trialChanged);
        if (memory != _memory)
        {
            throw new RecoUnavailableException("The user was erased while the event was under way; send it again.");
        }
    }

    private LoggedEvent Row(in Admitted a, DateTimeOffset received) => new()
    {
        Tenant = _key.Tenant,
        EventId = a.EventId,
        User = _pseudonym!,
        ItemId = a.Event.ItemId,
        Type = a.Type.Name,
        Value = a.Event.Value,
        Timestamp = a.Timestamp,
        ReceivedAt = received,
        SessionId = a.Event.SessionId,
        RecommendationId = a.Event.RecommendationId,
        Context = a.Event.Context is { Count: > 0 } context ? JsonSerializer.Serialize(context) : null,
    };

    private long Apply(in Admitted a)
    {
        var seconds = UnixTime.Clamp(a.Timestamp);
        var step = new HistoryEvent(a.Ordinal, seconds, (float)(a.Event.Value ?? 0), a.Type.Code);
        if (a.Ordinal >= 0)
        {
            services.Activity.Record(new ActivityRecord(_key.Tenant, a.Ordinal, (float)a.Type.WeightOf(a.Event.Value ?? 0), seconds, CoVisited(step)));
        }

        return _memory.Apply(new RecentEvent(EventIdWindow.HashOf(a.EventId), step));
    }

    /// <summary>The last distinct items that the user touched within the co-visit window before a step.</summary>
    private Packed<int> CoVisited(in HistoryEvent step)
    {
        if (step.Type == InteractionType.Impression)
        {
            return default;
        }

        Span<int> found = stackalloc int[services.Options.CoVisitDepth];
        var count = 0;
        var window = services.Options.CoVisitWindow.TotalSeconds;
        for (var i = _memory.History.Count - 1; i >= 0 && count < found.Length; i--)
        {
            var before = _memory.History[i];
            if (Math.Abs((double)step.UnixSeconds - before.UnixSeconds) > window)
            {
                break;
            }

            if (before.Ordinal >= 0 && before.Ordinal != step.Ordinal && !found[..count].Contains(before.Ordinal))
            {
                found[count++] = before.Ordinal;
            }
        }

        return new Packed<int>(found[..count]);
    }

    /// <summary>A duplicate is acknowledged only when the event that it repeats is durable.</summary>
    private async Task AnswerDuplicates(Interaction[] events, TrackResult?[] results)
    {
        for (var i = 0; i < events.Length; i++)
        {
            if (results[i] is not null)
            {
                continue;
            }

            // The first try may have failed, or be under way.
            if (_memory.SavedSequence < _memory.Sequence)
            {
                await Save(whole: false);
            }

            var eventId = events[i].EventId!;
            if (!_memory.EventIds.Contains(eventId))
            {
                throw new RecoUnavailableException("The user was erased while the event was under way; send it again.");
            }

            results[i] = new TrackResult(eventId, TrackStatus.Duplicate, _memory.Sequence);
        }
    }
}
