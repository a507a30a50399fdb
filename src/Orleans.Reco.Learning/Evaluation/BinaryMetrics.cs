namespace Orleans.Reco.Learning;

/// <summary>Measures of predicted probabilities against labels, which are 0 or 1.</summary>
public static class BinaryMetrics
{
    /// <summary>
    /// Area under the ROC curve: the chance that a positive scores above a negative, a tie counting half (Hanley and McNeil 1982), by
    /// mean ranks. 0.5 where one kind of label is missing.
    /// </summary>
    public static double Auc(ReadOnlySpan<float> scores, ReadOnlySpan<float> labels)
    {
        Require(scores, labels);
        var keys = scores.ToArray();
        var sorted = labels.ToArray();
        Array.Sort(keys, sorted);
        double positives = 0, rankSum = 0;
        for (var from = 0; from < keys.Length;)
        {
            var to = from;
            double tied = 0;
            while (to < keys.Length && keys[to] == keys[from])
            {
                tied += sorted[to++];
            }

            positives += tied;
            rankSum += tied * (from + 1 + to) / 2;
            from = to;
        }

        var negatives = keys.Length - positives;
        return positives == 0 || negatives == 0
            ? 0.5
            : (rankSum - (positives * (positives + 1) / 2)) / (positives * negatives);
    }

    /// <summary>Mean negative log-likelihood, in nats; probabilities are kept 1e-7 away from 0 and 1.</summary>
    public static double LogLoss(ReadOnlySpan<float> probabilities, ReadOnlySpan<float> labels)
    {
        Require(probabilities, labels);
        double sum = 0;
        for (var i = 0; i < labels.Length; i++)
        {
            var p = Math.Clamp((double)probabilities[i], 1e-7, 1 - 1e-7);
            sum -= labels[i] > 0 ? Math.Log(p) : Math.Log(1 - p);
        }

        return sum / Math.Max(1, labels.Length);
    }

    /// <summary>Counts with "positive" said from a threshold on.</summary>
    public static ConfusionCounts Confusion(ReadOnlySpan<float> probabilities, ReadOnlySpan<float> labels, float threshold)
    {
        Require(probabilities, labels);
        int truePositives = 0, falsePositives = 0, falseNegatives = 0, trueNegatives = 0;
        for (var i = 0; i < labels.Length; i++)
        {
            _ = (probabilities[i] >= threshold, labels[i] > 0) switch
            {
                (true, true) => truePositives++,
                (true, false) => falsePositives++,
                (false, true) => falseNegatives++,
                _ => trueNegatives++,
            };
        }

        return new ConfusionCounts(truePositives, falsePositives, falseNegatives, trueNegatives);
    }

    /// <summary>The threshold of the largest F1 score; of equal ones the largest. Choose it on validation, never on what is measured.</summary>
    public static float BestF1Threshold(ReadOnlySpan<float> probabilities, ReadOnlySpan<float> labels)
    {
        Require(probabilities, labels);
        var keys = probabilities.ToArray();
        var sorted = labels.ToArray();
        Array.Sort(keys, sorted);
        var positives = sorted.Count(l => l > 0);
        var (best, threshold) = (-1.0, 0.5f);
        var found = 0;
        for (var i = keys.Length - 1; i >= 0; i--)
        {
            found += sorted[i] > 0 ? 1 : 0;
            if (i > 0 && keys[i - 1] == keys[i])
            {
                continue;
            }

            var f1 = 2.0 * found / (keys.Length - i + positives);
            if (f1 > best)
            {
                (best, threshold) = (f1, keys[i]);
            }
        }

        return threshold;
    }

    /// <summary>Bins of equal width over [0,1]: what was said and what was. Empty bins are left out.</summary>
    public static IReadOnlyList<ReliabilityBin> Reliability(ReadOnlySpan<float> probabilities, ReadOnlySpan<float> labels, int bins = 10)
    {
        Require(probabilities, labels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bins);
        var sums = new (int Count, double Said, double Positives)[bins];
        for (var i = 0; i < labels.Length; i++)
        {
            ref var bin = ref sums[Math.Clamp((int)(probabilities[i] * bins), 0, bins - 1)];
            bin = (bin.Count + 1, bin.Said + probabilities[i], bin.Positives + (labels[i] > 0 ? 1 : 0));
        }

        return [.. sums.Where(b => b.Count > 0).Select(b => new ReliabilityBin(b.Count, b.Said / b.Count, b.Positives / b.Count))];
    }

    /// <summary>
    /// Expected calibration error (Naeini, Cooper and Hauskrecht, AAAI 2015): how far what was said is from what was, over the bins of
    /// <see cref="Reliability"/>, weighted by their rows, [0,1].
    /// </summary>
    public static double ExpectedCalibrationError(ReadOnlySpan<float> probabilities, ReadOnlySpan<float> labels, int bins = 10) =>
        Reliability(probabilities, labels, bins).Sum(b => b.Count * Math.Abs(b.Said - b.Was)) / Math.Max(1, labels.Length);

    private static void Require(ReadOnlySpan<float> scores, ReadOnlySpan<float> labels)
    {
        if (scores.Length != labels.Length)
        {
            throw new ArgumentException($"{scores.Length} scores do not fit {labels.Length} labels.", nameof(scores));
        }
    }
}
