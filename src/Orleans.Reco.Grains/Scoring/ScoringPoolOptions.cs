using System.ComponentModel.DataAnnotations;

namespace Orleans.Reco.Grains;

/// <summary>The size of the scoring pool. Section <c>Reco:ScoringPool</c>.</summary>
public sealed class ScoringPoolOptions
{
    /// <summary>Slots, and so scoring threads, for each silo with the scoring role. Default: half of the cores, at least 1.</summary>
    [Range(1, 256)]
    public int SlotsPerSilo { get; set; } = Math.Max(1, Environment.ProcessorCount / 2);
}
