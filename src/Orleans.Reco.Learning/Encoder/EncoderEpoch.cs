namespace Orleans.Reco.Learning;

/// <summary>Where the encoder's training is.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Share">Share of the epoch that is done, [0,1].</param>
/// <param name="Loss">Mean loss of the epoch so far.</param>
/// <param name="ValidationNdcg">Validation NDCG@10 of the last whole epoch.</param>
/// <param name="EventsPerSecond">Training events a second in this epoch.</param>
internal readonly record struct EncoderEpoch(int Epoch, double Share, double Loss, double? ValidationNdcg, double EventsPerSecond);
