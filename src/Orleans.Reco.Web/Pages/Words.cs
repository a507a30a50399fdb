using System.Globalization;

namespace Orleans.Reco.Web;

/// <summary>Numbers, times and states in plain words.</summary>
internal static class Words
{
    /// <summary><c>1 silo</c>, <c>3 silos</c>.</summary>
    public static string Count(long count, string one) =>
        $"{count.ToString("N0", CultureInfo.InvariantCulture)} {one}{(count == 1 ? "" : "s")}";

    /// <summary><c>24 Nov 2026, 04:12 UTC</c>.</summary>
    public static string Time(DateTimeOffset time) =>
        time.ToUniversalTime().ToString("d MMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary><c>42 %</c>.</summary>
    public static string Percent(double share) => $"{Math.Round(100 * Math.Clamp(share, 0, 1)).ToString(CultureInfo.InvariantCulture)} %";

    /// <summary>What a stage of a refresh does.</summary>
    public static string Stage(RefreshStage stage) => stage switch
    {
        RefreshStage.Planned => "waiting to start",
        RefreshStage.Preparing => "reading and cleaning the event log",
        RefreshStage.Training => "training",
        RefreshStage.Evaluating => "measuring on events that it has not seen",
        RefreshStage.Gated => "good enough to publish",
        RefreshStage.Published => "published",
        RefreshStage.Staging => "being loaded by every silo",
        RefreshStage.Canary => "serving some of the shoppers",
        RefreshStage.Promoted => "in service",
        RefreshStage.RolledBack => "taken back",
        _ => "failed",
    };

    /// <summary>A measure of ranking, 3 digits.</summary>
    public static string Measure(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
