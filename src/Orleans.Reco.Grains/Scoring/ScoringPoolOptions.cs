using System.ComponentModel.DataAnnotations;

namespace Orleans.Reco.Grains;

/// <summary>The size of the scoring pool. Section <c>Reco:ScoringPool</c>.</summary>
public sealed class ScoringPoolOptions
{
    /// <summary>Slots, and so scoring threads, for each silo with the scoring role. Default: one for each core.</summary>
    [Range(1, 256)]
    public int SlotsPerSilo { get; set; } = Environment.ProcessorCount;
}
