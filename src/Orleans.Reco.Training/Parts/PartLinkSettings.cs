namespace Orleans.Reco.Training;

/// <summary>How long a lead tries to reach a part.</summary>
/// <param name="Patience">Without an answer for this time the part is given up.</param>
/// <param name="Attempts">Downloads, and uploads for one call, before it is given up.</param>
internal sealed record PartLinkSettings(TimeSpan Patience, int Attempts = 5);
