using System.ComponentModel.DataAnnotations;

namespace Orleans.Reco.Core;

/// <summary>The size of a simulated shop. Equal options give equal shops.</summary>
public sealed record ShopSimulatorOptions
{
    /// <summary>What chance starts from. Default: 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Shoppers, 1 to 1,000,000. Default: 3000.</summary>
    [Range(1, 1_000_000)]
    public int Shoppers { get; init; } = 3000;

    /// <summary>Products, 100 to 20,000. Default: 1500.</summary>
    [Range(100, 20_000)]
    public int Items { get; init; } = 1500;

    /// <summary>Days of history, 1 to 730. Default: 60.</summary>
    [Range(1, 730)]
    public int Days { get; init; } = 60;

    /// <summary>Where the history ends. Products are published and events happen before it. Default: 2026-01-01 UTC.</summary>
    public DateTimeOffset End { get; init; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// Sessions of the average shopper in 60 days, above 0 up to 60; a session has about 10 events. Default: 4.4, which makes about
    /// 100,000 events.
    /// </summary>
    [Range(0.1, 60)]
    public double SessionsPerShopper { get; init; } = 4.4;

    /// <summary>The share of products that are sold out, [0,1]. Default: 0.04.</summary>
    [Range(0, 1)]
    public double SoldOut { get; init; } = 0.04;

    /// <summary>The share of shoppers whose taste moves during the history, [0,1]. Default: 0.4.</summary>
    [Range(0, 1)]
    public double Drifting { get; init; } = 0.4;
}
