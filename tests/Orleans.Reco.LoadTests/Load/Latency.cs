using HdrHistogram;

namespace Orleans.Reco.LoadTests;

/// <summary>Percentiles of latencies, milliseconds from the scheduled arrival to the answer.</summary>
internal sealed record Latency(long Count, double P50, double P90, double P99, double P999, double Max)
{
    public static Latency Of(HistogramBase histogram)
    {
        double At(double percentile) => histogram.GetValueAtPercentile(percentile) / 1000.0;
        return new Latency(histogram.TotalCount, At(50), At(90), At(99), At(99.9), histogram.GetMaxValue() / 1000.0);
    }
}
