using CsCheck;

namespace Orleans.Reco.Learning.Tests;

public sealed class MatrixTests
{
    private static readonly ParallelOptions Parallel = new() { MaxDegreeOfParallelism = 2 };

    [Fact]
    public void AProductIsTheSumOfProducts() =>
        Gen.Select(Gen.Int[1, 150], Gen.Int[1, 150], Gen.Int[1, 600], Gen.Bool, Gen.Bool).Sample(
            (m, n, k, transposeA, transposeB) =>
            {
                var random = new Random((m * 7) + n);
                float[] a = Values(random, m * k), b = Values(random, k * n), c = Values(random, m * n), expected = [.. c];
                for (var i = 0; i < m * n; i++)
                {
                    for (var p = 0; p < k; p++)
                    {
                        var left = transposeA ? a[(p * m) + (i / n)] : a[((i / n) * k) + p];
                        expected[i] += 0.5f * left * (transposeB ? b[((i % n) * k) + p] : b[(p * n) + (i % n)]);
                    }
                }

                var viewA = transposeA ? MatrixView.Of(a, k, m).Transposed : MatrixView.Of(a, m, k);
                var viewB = transposeB ? MatrixView.Of(b, n, k).Transposed : MatrixView.Of(b, k, n);
                MatrixProduct.Add(viewA, viewB, MatrixView.Of(c, m, n), 0.5f, Parallel);
                for (var i = 0; i < c.Length; i++)
                {
                    Assert.Equal(expected[i], c[i], 1e-3);
                }
            },
            iter: 40);

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(256)]
    [InlineData(700)]
    public void AMatrixTimesItsInverseIsOne(int n)
    {
        var random = new Random(n);
        var root = Values(random, n * n);
        var matrix = new float[n * n];
        MatrixProduct.Add(MatrixView.Of(root, n, n), MatrixView.Of(root, n, n).Transposed, MatrixView.Of(matrix, n, n), 1f / n, Parallel);
        for (var i = 0; i < n; i++)
        {
            matrix[(i * n) + i] += 0.5f;
        }

        var inverse = matrix.ToArray();
        SymmetricInverse.Invert(inverse, n, Parallel);
        var product = new float[n * n];
        MatrixProduct.Add(MatrixView.Of(matrix, n, n), MatrixView.Of(inverse, n, n), MatrixView.Of(product, n, n), 1, Parallel);
        for (var i = 0; i < product.Length; i++)
        {
            Assert.Equal(i % (n + 1) == 0 ? 1 : 0, product[i], 1e-3);
        }
    }

    [Fact]
    public void ASortedPrefixIsThatOfASort() =>
        Gen.Select(Gen.Int[-20, 20].Array[0, 80], Gen.Int[0, 90]).Sample((numbers, count) =>
        {
            var keys = Array.ConvertAll(numbers, n => (float)n);
            var values = Enumerable.Range(0, keys.Length).ToArray();
            var expected = keys.Zip(values).OrderBy(p => p.First).ThenBy(p => p.Second).Take(count).Select(p => p.Second).ToArray();
            SortedPrefix.Sort(keys, values, count);
            Assert.Equal(expected, values.Take(count));
        });

    private static float[] Values(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];
}
