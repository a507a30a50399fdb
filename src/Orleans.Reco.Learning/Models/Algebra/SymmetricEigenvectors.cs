using TorchSharp;

namespace Orleans.Reco.Learning;

/// <summary>Eigenvalues and eigenvectors of a symmetric matrix, by LAPACK.</summary>
internal static class SymmetricEigenvectors
{
    /// <summary>Decomposes; only the lower triangle is read.</summary>
    /// <param name="values">Row-major, shape <c>[n, n]</c>.</param>
    /// <param name="n">Rows and columns.</param>
    /// <returns>Eigenvalues, rising, shape <c>[n]</c>; eigenvectors as columns, shape <c>[n, n]</c>.</returns>
    public static (double[] Values, double[] Vectors) Of(float[] values, int n)
    {
        using var scope = torch.NewDisposeScope();
        var (eigenvalues, vectors) = torch.linalg.eigh(torch.tensor(values, n, n, dtype: torch.float64));
        return (eigenvalues.data<double>().ToArray(), vectors.contiguous().data<double>().ToArray());
    }
}
