using System.ComponentModel.DataAnnotations;

namespace Orleans.Reco.Grains;

/// <summary>The size of the scoring pool. Section <c>Reco:ScoringPool</c>.</summary>
public sealed class ScoringPoolOptions
{
    /// <summary>
    /// Slots for each silo with the scoring role: grains that have a queue and <c>Reco:Scoring:Threads</c> threads each. More than one
    /// where a queue for all cores is too little. Default: 1.
    /// </summary>
    [Range(1, 256)]
    public int SlotsPerSilo { get; set; } = 1;
}
