namespace Orleans.Reco.Learning;

/// <summary>Limits of the cleaning steps.</summary>
public sealed record CleaningOptions
{
    /// <summary>
    /// A user with more events than this on one day (UTC) is a robot; all their events are dropped. 0 = no limit. Default: 2,000 events.
    /// </summary>
    public int MaxEventsPerDay { get; init; } = 2_000;

    /// <summary>A user with more events than this altogether is a robot. 0 = no limit. Default: 50,000.</summary>
    public int MaxEventsPerUser { get; init; } = 50_000;

    /// <summary>
    /// Keep only users and items with at least this many events, again and again until all have. 0 or 1 = keep all. Default: 0.
    /// </summary>
    public int Core { get; init; }

    /// <summary>Longer ids of users and items are dropped, characters. Default: 256.</summary>
    public int MaxIdLength { get; init; } = 256;

    /// <summary>Throws where a value is outside its range, and gives the options back.</summary>
    /// <exception cref="DatasetException">Names the option and the range.</exception>
    public CleaningOptions Validate()
    {
        Require("maxEventsPerDay", MaxEventsPerDay, 0, int.MaxValue);
        Require("maxEventsPerUser", MaxEventsPerUser, 0, int.MaxValue);
        Require("core", Core, 0, 1_000);
        Require("maxIdLength", MaxIdLength, 1, 4_096);
        return this;
    }

    private static void Require(string name, int value, int least, int most)
    {
        if (value < least || value > most)
        {
            throw new DatasetException(name, $"{value} is not allowed; allowed are {least} to {most}.");
        }
    }
}
