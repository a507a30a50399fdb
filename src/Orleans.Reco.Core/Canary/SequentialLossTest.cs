namespace Orleans.Reco.Core;

/// <summary>
/// A test of "the canary's success rate is not lower", that may be looked at after every block of users and stopped at any time. Its
/// evidence is an e-process: where the rate is not lower, the chance that it ever reaches 1/α is at most α (Ville, 1939), exactly and
/// for any traffic. The bets are those of Turner, Ly and Grünwald, "Generic E-variables for exact sequential k-sample tests that allow
/// for optional stopping", Journal of Statistical Planning and Inference 230, 2024, for two samples of Bernoulli outcomes: with control
/// rate a and canary rate b expected from the blocks before, and their mean c weighted by the block's users, a user counts p(outcome)
/// under a or b over that under c. Evidence is averaged over several sizes of loss.
/// </summary>
public static class SequentialLossTest
{
    /// <summary>Relative losses of the success rate that are bet on.</summary>
    private static readonly double[] Losses = [0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.8];

    /// <summary>Takes a block in. Its users must be chosen without regard to their outcomes.</summary>
    /// <param name="metric">The test so far.</param>
    /// <param name="control">Users of the version in service and those of them with the success.</param>
    /// <param name="canary">Users of the canary and those of them with the success.</param>
    public static CanaryMetric Add(CanaryMetric metric, (long Users, long Successes) control, (long Users, long Successes) canary)
    {
        ArgumentNullException.ThrowIfNull(metric);
        var wealth = metric.LogWealth.IsEmpty ? new double[Losses.Length] : metric.LogWealth.Span.ToArray();
        if (metric.ControlUsers > 0 && control.Users + canary.Users > 0)
        {
            // Never 0 or 1, so that no outcome is impossible under a bet.
            var rate = (metric.ControlSuccesses + 0.5) / (metric.ControlUsers + 1.0);
            for (var i = 0; i < Losses.Length; i++)
            {
                wealth[i] += LogRatio(rate, rate * (1 - Losses[i]), control, canary);
            }
        }

        return metric with
        {
            ControlUsers = metric.ControlUsers + control.Users,
            ControlSuccesses = metric.ControlSuccesses + control.Successes,
            CanaryUsers = metric.CanaryUsers + canary.Users,
            CanarySuccesses = metric.CanarySuccesses + canary.Successes,
            LogWealth = new Packed<double>(wealth),
            Evidence = Math.Min(double.MaxValue, wealth.Average(Math.Exp)),
        };
    }

    private static double LogRatio(double a, double b, (long Users, long Successes) control, (long Users, long Successes) canary)
    {
        var c = ((control.Users * a) + (canary.Users * b)) / (control.Users + canary.Users);
        return Log(a, c, control) + Log(b, c, canary);
    }

    private static double Log(double rate, double mean, (long Users, long Successes) block) =>
        (block.Successes * Math.Log(rate / mean)) + ((block.Users - block.Successes) * Math.Log((1 - rate) / (1 - mean)));
}
