namespace Orleans.Reco.LoadTests;

/// <summary>What all scenarios share.</summary>
/// <param name="Folder">Where stores are kept between runs.</param>
/// <param name="Load">The load.</param>
/// <param name="Rate">Requests a second where a scenario does not look for them.</param>
/// <param name="Runs">Runs of such a scenario.</param>
/// <param name="More">Settings of the silo besides those of the load.</param>
/// <param name="Report">Where figures go.</param>
internal sealed record Scenario(string Folder, ReferenceLoad Load, double Rate, int Runs, IReadOnlyList<(string Key, string Value)> More, LoadReport Report)
{
    /// <summary>Half of saturation: a system that is sized with reserve.</summary>
    public const double Half = 0.5;

    /// <summary>Of what closed-loop callers get: where a search for saturation begins.</summary>
    public const double LikelySaturation = 0.8;

    /// <summary>Turns of a search in turns: some four minutes.</summary>
    public const int SearchTurns = 24;

    private static readonly TimeSpan LongRun = TimeSpan.FromSeconds(20);

    /// <summary>The filled store of the reference load.</summary>
    public async Task<string> StoreAsync()
    {
        var folder = Path.Combine(Folder, $"store-{Load.Items}-{Load.Users}");
        await ReferenceStore.EnsureAsync(folder, Load);
        return folder;
    }

    /// <summary>A run that is long enough for its 99th percentile.</summary>
    public static Task<LoadResult> LongRunAsync(Trials trials, double rate) => trials.RunAsync(rate, LongRun);

    /// <summary>Settings that make the silo do the work of the reference load.</summary>
    public (string Key, string Value)[] Settings =>
    [
        ("Reco:Scoring:RankerDepth", $"{Load.Ranked}"),
        .. More,
    ];
}
