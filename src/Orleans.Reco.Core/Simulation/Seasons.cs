namespace Orleans.Reco.Core;

/// <summary>When people shop.</summary>
internal static class Seasons
{
    // Night, morning, a small peak at noon, the large one after dinner.
    private static readonly double[] Hours =
        [2, 1, 0.5, 0.5, 0.5, 1, 2, 4, 6, 7, 8, 9, 11, 9, 8, 8, 9, 11, 13, 16, 18, 16, 10, 5];

    /// <summary>Sessions of a day relative to the average day.</summary>
    public static double Weekday(DayOfWeek day) => day switch
    {
        DayOfWeek.Saturday => 1.35,
        DayOfWeek.Sunday => 1.5,
        DayOfWeek.Friday => 0.95,
        _ => 0.8,
    };

    /// <summary>A moment of the day.</summary>
    public static TimeSpan TimeOfDay(Sampler sampler) => TimeSpan.FromSeconds((sampler.Pick(Hours) * 3600) + sampler.Below(3600));
}
