using TorchSharp;

namespace Orleans.Reco.Learning;

/// <summary>
/// Numbers for tensor operations that live as long as the process. Use them in place of literals and of the operators + and -, which
/// make a scalar that a garbage collection may free while native code reads it, as does <c>add</c> without its second factor; see <see cref="AdamWOptimizer"/>.
/// </summary>
internal static class TorchScalars
{
    public static readonly Scalar Zero = 0;

    public static readonly Scalar One = 1;

    /// <summary>A logit that no softmax sees.</summary>
    public static readonly Scalar Never = -1e9f;
}
