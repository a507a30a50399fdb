namespace Orleans.Reco.LoadTests;

/// <summary>
/// Finds the highest rate at which a target keeps up. Single trials bracket it by doubling and halve the bracket; then the candidate is
/// measured several times, and accepted only where the mean share that was answered is above the limit with 95 % confidence.
/// Otherwise a slightly lower one is.
/// </summary>
/// <param name="trial">Runs at a rate and returns the share of it that was answered in full and within the latency limit's reach.</param>
internal sealed class SaturationSearch(Func<double, Task<double>> trial)
{
    /// <summary>Keeping up means to answer this share of what arrived at least, within the time.</summary>
    public const double Share = 0.97;

    private const int Confirmations = 4;
    private const double Resolution = 0.04;
    private const double StepDown = 0.95;
    private const int MaxSteps = 20;

    /// <summary>A target that cannot do this part of what it seemed to do is broken, and the search would not end.</summary>
    private const double MaxFall = 8;

    // One-sided 95 % quantile of Student's t with 3 degrees of freedom: for four values.
    private const double Quantile = 2.353;

    /// <summary>The search.</summary>
    /// <param name="start">A rate that is likely to be kept up with.</param>
    public async Task<double> FindAsync(double start)
    {
        double low = 0, high = start;
        while (await KeepsUpAsync(high))
        {
            low = high;
            high *= 1.5;
        }

        while (high - low > Resolution * high)
        {
            if (high < start / MaxFall)
            {
                throw new InvalidOperationException($"The target does not keep up with {high:F1}/s, nor with more.");
            }

            var middle = low == 0 ? high / 2 : (low + high) / 2;
            if (await KeepsUpAsync(middle))
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        for (var stepped = 0; !await IsConfirmedAsync(low); stepped++)
        {
            low = stepped < MaxSteps ? low * StepDown : throw new InvalidOperationException($"The target does not keep up with {low:F1}/s.");
        }

        return low;
    }

    /// <summary>The lower end of the one-sided 95 % interval of the mean.</summary>
    public static double LowerBound(IReadOnlyList<double> shares)
    {
        var mean = shares.Average();
        var variance = shares.Sum(share => (share - mean) * (share - mean)) / (shares.Count - 1);
        return mean - (Quantile * Math.Sqrt(variance / shares.Count));
    }

    /// <summary>A no is asked again: one long pause of the machine must not halve what is found.</summary>
    private async Task<bool> KeepsUpAsync(double rate) => await trial(rate) >= Share || await trial(rate) >= Share;

    private async Task<bool> IsConfirmedAsync(double rate)
    {
        var shares = new double[Confirmations];
        for (var i = 0; i < shares.Length; i++)
        {
            shares[i] = await trial(rate);
        }

        return LowerBound(shares) >= Share;
    }
}
