namespace Orleans.Reco.Storage;

/// <summary>A file of a bundle in a blob container.</summary>
/// <param name="Path">Its path in the bundle, with '/'.</param>
/// <param name="Sha256">The hash of its content, in hex.</param>
internal sealed record BundleFile(string Path, string Sha256);
