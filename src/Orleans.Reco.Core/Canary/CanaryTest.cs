namespace Orleans.Reco.Core;

/// <summary>
/// Judges a canary. The unit is the user: users are given a version by hash, and each counts once in each metric, whatever number of
/// lists they see, so that outcomes are independent as the test demands.
/// </summary>
public static class CanaryTest
{
    /// <summary>What is counted, each as a success; the order is that of the bits of <see cref="TrialOutcome"/>.</summary>
    public static IReadOnlyList<string> Metrics { get; } = ["click-through", "conversion", "answered", "filled", "fast"];

    /// <summary>Begins.</summary>
    public static CanaryStatus Begin(string version, string control, DateTimeOffset now, CanaryOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new CanaryStatus
        {
            Version = version,
            Control = control,
            Share = options.Share,
            StartedAt = now,

            // Silos take the deployment within a second or by their next poll; until then a list may come from the other version.
            Through = Slot(now, options.Look) + 2,
            Metrics = [.. Metrics.Select(name => new CanaryMetric { Name = name })],
        };
    }

    /// <summary>The number of the look that a time falls into.</summary>
    public static uint Slot(DateTimeOffset time, TimeSpan look) => (uint)(time.ToUnixTimeMilliseconds() / (long)look.TotalMilliseconds);

    /// <summary>The first look whose users are not all ripe: their time for clicks and purchases is not over.</summary>
    public static uint RipeTo(DateTimeOffset now, CanaryOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Slot(now - options.Attribution, options.Look);
    }

    /// <summary>Takes in the users of one look.</summary>
    public static CanaryStatus Add(this CanaryStatus canary, CanaryBlock control, CanaryBlock served)
    {
        ArgumentNullException.ThrowIfNull(canary);
        return canary with
        {
            Metrics =
            [
                .. canary.Metrics.Select((metric, i) => SequentialLossTest.Add(
                    metric, (control.Users, control.Successes[i]), (served.Users, served.Successes[i]))),
            ],
        };
    }

    /// <summary>
    /// Rolls back as soon as the evidence of a loss in any metric reaches the number of metrics over the false-alarm rate (so that all of
    /// them together raise a false alarm that often at most); promotes when its time is over.
    /// </summary>
    public static CanaryVerdict Judge(this CanaryStatus canary, CanaryOptions options, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(canary);
        ArgumentNullException.ThrowIfNull(options);
        if (canary.WorstMetric(options) is not null)
        {
            return CanaryVerdict.RollBack;
        }

        // Users of the last looks are waited for.
        var served = now - canary.StartedAt - options.Attribution;
        return served >= options.MaxDuration || (served >= options.Duration && canary.Metrics.All(m => m.CanaryUsers >= options.MinUsers))
            ? CanaryVerdict.Promote
            : CanaryVerdict.Hold;
    }

    /// <summary>The metric with the clearest loss; null where none is clear enough.</summary>
    public static CanaryMetric? WorstMetric(this CanaryStatus canary, CanaryOptions options)
    {
        ArgumentNullException.ThrowIfNull(canary);
        ArgumentNullException.ThrowIfNull(options);
        var worst = canary.Metrics.MaxBy(metric => metric.Evidence);
        return worst?.Evidence >= canary.Metrics.Length / options.FalseAlarmRate ? worst : null;
    }
}
