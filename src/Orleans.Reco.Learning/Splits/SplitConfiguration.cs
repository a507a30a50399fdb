using System.Globalization;

namespace Orleans.Reco.Learning;

/// <summary>A split as it is asked for and recorded. The same text and data give the same split.</summary>
/// <remarks>
/// The text is <c>kind:name=value,name=value</c>: <c>leave-one-out</c>; <c>temporal:validation=0.1,holdout=0.1</c>, cut at quantiles of
/// time; <c>temporal:validationFrom=2011-10-01T00:00:00Z,holdoutFrom=2011-11-01T00:00:00Z</c>, cut at fixed times (seconds since
/// 1970-01-01 UTC are understood, too); <c>by-user:validation=0.1,holdout=0.1,history=0.8,seed=1</c>.
/// </remarks>
public sealed record SplitConfiguration
{
    /// <summary>The name of <see cref="SplitKind.Temporal"/>.</summary>
    public const string TemporalName = "temporal";

    /// <summary>The name of <see cref="SplitKind.ByUser"/>.</summary>
    public const string ByUserName = "by-user";

    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    private static readonly Dictionary<string, SplitKind> Kinds = new(StringComparer.Ordinal)
    {
        [TemporalName] = SplitKind.Temporal,
        [LeaveOneOutSplit.Name] = SplitKind.LeaveOneOut,
        [ByUserName] = SplitKind.ByUser,
    };

    /// <summary>Which split. Default: temporal.</summary>
    public SplitKind Kind { get; init; }

    /// <summary>Share of the interactions or of the users that choices are made on. Default: 0.1. Allowed: 0.01 to 0.4.</summary>
    public double ValidationFraction { get; init; } = 0.1;

    /// <summary>Share of the interactions or of the users that is measured on. Default: 0.1. Allowed: 0.01 to 0.4.</summary>
    public double HoldoutFraction { get; init; } = 0.1;

    /// <summary>
    /// Start of the validation window in place of a share, seconds since 1970-01-01 UTC. Temporal only, with <see cref="HoldoutFrom"/>.
    /// </summary>
    public long? ValidationFrom { get; init; }

    /// <summary>
    /// Start of the holdout in place of a share, seconds since 1970-01-01 UTC. Temporal only, with <see cref="ValidationFrom"/>.
    /// </summary>
    public long? HoldoutFrom { get; init; }

    /// <summary>
    /// Share of a held-out user's interactions, the first, that a model is given. By user only. Default: 0.8. Allowed: 0.1 to 0.95.
    /// </summary>
    public double HistoryShare { get; init; } = 0.8;

    /// <summary>Seed that draws the held-out users. By user only. Default: 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Reads the recorded text.</summary>
    /// <exception cref="DatasetException">The kind, a name or a value is not allowed; the message says what is.</exception>
    public static SplitConfiguration Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split(':', 2, StringSplitOptions.TrimEntries);
        if (!Kinds.TryGetValue(parts[0], out var kind))
        {
            throw new DatasetException("split", $"'{parts[0]}' is not known; allowed are {string.Join(", ", Kinds.Keys)}.");
        }

        var configuration = new SplitConfiguration { Kind = kind };
        var pairs = parts.Length < 2 ? [] : parts[1].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var pair in pairs)
        {
            var (name, value) = pair.Split('=', 2, StringSplitOptions.TrimEntries) is [var n, var v] ? (n, v) : (pair, "");
            configuration = (kind, name) switch
            {
                (not SplitKind.LeaveOneOut, "validation") => configuration with { ValidationFraction = Number(name, value) },
                (not SplitKind.LeaveOneOut, "holdout") => configuration with { HoldoutFraction = Number(name, value) },
                (SplitKind.Temporal, "validationFrom") => configuration with { ValidationFrom = Time(name, value) },
                (SplitKind.Temporal, "holdoutFrom") => configuration with { HoldoutFrom = Time(name, value) },
                (SplitKind.ByUser, "history") => configuration with { HistoryShare = Number(name, value) },
                (SplitKind.ByUser, "seed") => configuration with { Seed = (int)Number(name, value) },
                _ => throw new DatasetException("split", $"'{name}' is not known for {parts[0]}; allowed are {Allowed(kind)}."),
            };
        }

        return configuration.Validate();
    }

    /// <summary>Splits a dataset.</summary>
    /// <exception cref="DatasetException">A value is outside its range, or a part would be empty.</exception>
    public DataSplit Create(InteractionDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        _ = Validate();
        return Kind switch
        {
            SplitKind.LeaveOneOut => LeaveOneOutSplit.Create(dataset),
            SplitKind.ByUser => ByUserSplit.Create(dataset, this),
            _ when ValidationFrom is { } validation => new TemporalSplit(validation, HoldoutFrom!.Value).Split(dataset),
            _ => TemporalSplit.Create(dataset, ValidationFraction, HoldoutFraction).Split(dataset),
        };
    }

    /// <summary>Throws where a value is outside its range, and gives the configuration back.</summary>
    /// <exception cref="DatasetException">Names the value and the range.</exception>
    public SplitConfiguration Validate()
    {
        Require("validation", ValidationFraction, 0.01, 0.4);
        Require("holdout", HoldoutFraction, 0.01, 0.4);
        Require("history", HistoryShare, 0.1, 0.95);
        return (ValidationFrom is null) == (HoldoutFrom is null) && !(ValidationFrom >= HoldoutFrom)
            ? this
            : throw new DatasetException("split", "validationFrom and holdoutFrom come together, validationFrom first in time.");
    }

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public override string ToString() => Kind switch
    {
        SplitKind.LeaveOneOut => LeaveOneOutSplit.Name,
        SplitKind.ByUser => string.Create(
            CultureInfo.InvariantCulture,
            $"{ByUserName}:validation={ValidationFraction},holdout={HoldoutFraction},history={HistoryShare},seed={Seed}"),
        _ when ValidationFrom is { } validation => $"{TemporalName}:validationFrom={Text(validation)},holdoutFrom={Text(HoldoutFrom!.Value)}",
        _ => string.Create(CultureInfo.InvariantCulture, $"{TemporalName}:validation={ValidationFraction},holdout={HoldoutFraction}"),
    };

    private static string Allowed(SplitKind kind) => kind switch
    {
        SplitKind.LeaveOneOut => "none",
        SplitKind.ByUser => "validation, holdout, history, seed",
        _ => "validation, holdout, validationFrom, holdoutFrom",
    };

    private static string Text(long unixSeconds) =>
        DateTimeOffset.FromUnixTimeSeconds(unixSeconds).ToString(TimeFormat, CultureInfo.InvariantCulture);

    private static double Number(string name, string value) =>
        double.TryParse(value, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new DatasetException("split", $"{name} is '{value}'; a number is allowed.");

    private static long Time(string name, string value) =>
        long.TryParse(value, CultureInfo.InvariantCulture, out var seconds) ? seconds
            : DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time.ToUnixTimeSeconds()
            : throw new DatasetException(
                "split", $"{name} is '{value}'; a time such as 2011-11-01T00:00:00Z or seconds since 1970 are allowed.");

    private static void Require(string name, double value, double least, double most)
    {
        if (!(value >= least && value <= most))
        {
            throw new DatasetException("split", FormattableString.Invariant($"{name} is {value}; allowed are {least} to {most}."));
        }
    }
}
