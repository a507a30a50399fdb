namespace Orleans.Reco.Storage;

/// <summary>What a copy did.</summary>
/// <param name="Copied">Files or bundles that were copied.</param>
/// <param name="Present">Those that were there already with the same content.</param>
public sealed record CopyReport(int Copied, int Present);
