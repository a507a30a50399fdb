using System.Globalization;

namespace Orleans.Reco.Core;

/// <summary>Decides whether a refresh is due, from what is known of the last ones and of what has come in since.</summary>
public static class RefreshSchedule
{
    /// <summary>The refresh that is due now; null where none is, or one is under way.</summary>
    /// <param name="options">The schedules and triggers.</param>
    /// <param name="status">The model's status.</param>
    /// <param name="since">When the tenant was first seen: a tenant that was never trained is due an interval later.</param>
    /// <param name="now">The time.</param>
    public static RefreshRequest? Due(RefreshScheduleOptions options, ModelStatus status, DateTimeOffset since, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(status);
        if (status.IsRefreshing())
        {
            return null;
        }

        if (IsOver(options.Full, status, since, now, full: true))
        {
            return new RefreshRequest { Reason = "schedule", By = "schedule" };
        }

        if (status.ActiveVersion is null)
        {
            return null;
        }

        return ByTrigger(options, status, now) ?? (IsOver(options.Quick, status, since, now, full: false)
            ? new RefreshRequest { Reason = "schedule", By = "schedule", Kind = RefreshKind.Quick }
            : null);
    }

    private static RefreshRequest? ByTrigger(RefreshScheduleOptions options, ModelStatus status, DateTimeOffset now)
    {
        var signals = status.Signals;
        if (now - (status.Current?.StartedAt ?? DateTimeOffset.MinValue) < options.Pause)
        {
            return null;
        }

        if (options.UnknownItemShare < 1 && signals.Events >= options.MinEvents && signals.UnknownItemShare > options.UnknownItemShare)
        {
            return Trigger(RefreshKind.Full, string.Create(
                CultureInfo.InvariantCulture, $"{signals.UnknownItemShare:P0} of the events are of items that the model does not know"));
        }

        if (options.Events > 0 && signals.Events >= options.Events)
        {
            return Trigger(RefreshKind.Quick, string.Create(CultureInfo.InvariantCulture, $"{signals.Events:N0} events since the last refresh"));
        }

        return options.ScoreDrift > 0 && signals.ScoreDrift > options.ScoreDrift
            ? Trigger(RefreshKind.Quick, string.Create(CultureInfo.InvariantCulture, $"The scores have drifted (PSI {signals.ScoreDrift:F2})"))
            : null;
    }

    private static RefreshRequest Trigger(RefreshKind kind, string reason) => new() { Reason = reason, By = "trigger", Kind = kind };

    // A failed refresh counts too: what failed is not tried again at once, but when it is due again.
    private static bool IsOver(TimeSpan interval, ModelStatus status, DateTimeOffset since, DateTimeOffset now, bool full)
    {
        var last = status.History.Append(status.Current).FirstOrDefault(r => r is not null && (!full || r.Kind == RefreshKind.Full));
        return interval > TimeSpan.Zero && now - (last?.StartedAt ?? since) >= interval;
    }
}
