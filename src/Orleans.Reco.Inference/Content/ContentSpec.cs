namespace Orleans.Reco.Inference;

/// <summary>How the inputs of a bundle's <see cref="BundleFiles.Content"/> are made.</summary>
/// <param name="Scheme">What the tokens and numbers are; <see cref="ContentFeatures.CurrentScheme"/> is what this code makes.</param>
/// <param name="Buckets">Tokens are hashed to 1 … buckets - 1; 0 is padding.</param>
/// <param name="MaxTokens">Most tokens of an item; those that matter least are cut off.</param>
public sealed record ContentSpec(int Scheme, int Buckets, int MaxTokens);
