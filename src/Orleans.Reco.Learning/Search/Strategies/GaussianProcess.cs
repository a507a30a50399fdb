namespace Orleans.Reco.Learning;

/// <summary>
/// Gaussian process regression with a Matérn 5/2 kernel of unit variance (Rasmussen and Williams, 2006) over the unit cube, for values of
/// mean 0 and variance 1. Length scale and noise are those of a grid with the highest marginal likelihood.
/// </summary>
internal sealed class GaussianProcess
{
    private static readonly double[] LengthScales = [0.08, 0.15, 0.25, 0.4, 0.7, 1.2];
    private static readonly double[] Noises = [1e-6, 1e-4, 1e-2, 1e-1];

    private readonly double[][] _places;
    private readonly double[] _values;
    private readonly double _scale;
    private readonly double _noise;
    private readonly double[][] _cholesky;
    private readonly double[] _weights;
    private readonly double _best;

    private GaussianProcess(double[][] places, double[] values, double scale, double noise)
    {
        (_places, _values, _scale, _noise) = (places, values, scale, noise);
        _cholesky = Factor();
        _weights = Back(Forward(values));
        _best = values.Max();
    }

    // −½ yᵀ K⁻¹ y − ½ log |K|, without the constant.
    private double LogLikelihood =>
        _values.Select((y, i) => -0.5 * y * _weights[i]).Sum() - Enumerable.Range(0, _values.Length).Sum(i => Math.Log(_cholesky[i][i]));

    public static GaussianProcess Fit(double[][] places, double[] values) =>
        LengthScales.SelectMany(_ => Noises, (scale, noise) => new GaussianProcess(places, values, scale, noise)).MaxBy(p => p.LogLikelihood)!;

    /// <summary>With more observations and the same kernel.</summary>
    public GaussianProcess With(double[][] places, double[] values) => new([.. _places, .. places], [.. _values, .. values], _scale, _noise);

    public (double Mean, double Deviation) Predict(double[] place)
    {
        var covariances = Array.ConvertAll(_places, p => Kernel(p, place));
        var mean = covariances.Select((k, i) => k * _weights[i]).Sum();
        var explained = Forward(covariances).Sum(v => v * v);
        return (mean, Math.Sqrt(Math.Max(1e-12, 1 - explained)));
    }

    /// <summary>How much a place is expected to be above the best value so far; 0 or more.</summary>
    public double ExpectedImprovement(double[] place)
    {
        var (mean, deviation) = Predict(place);
        var z = (mean - _best) / deviation;
        return ((mean - _best) * Normal(z)) + (deviation * Math.Exp(-0.5 * z * z) / Math.Sqrt(2 * Math.PI));
    }

    // The distribution function (Abramowitz and Stegun 7.1.26 by the error function, error below 1e-7).
    private static double Normal(double z)
    {
        var x = Math.Abs(z) / Math.Sqrt(2);
        var t = 1 / (1 + (0.3275911 * x));
        var tail = t * (0.254829592 + (t * (-0.284496736 + (t * (1.421413741 + (t * (-1.453152027 + (t * 1.061405429)))))))) * Math.Exp(-x * x);
        return z >= 0 ? 1 - (tail / 2) : tail / 2;
    }

    private double Kernel(double[] a, double[] b)
    {
        var square = 0.0;
        for (var d = 0; d < a.Length; d++)
        {
            square += (a[d] - b[d]) * (a[d] - b[d]);
        }

        var r = Math.Sqrt(5 * square) / _scale;
        return (1 + r + (r * r / 3)) * Math.Exp(-r);
    }

    private double[][] Factor()
    {
        var n = _places.Length;
        var factor = new double[n][];
        for (var i = 0; i < n; i++)
        {
            factor[i] = new double[i + 1];
            for (var j = 0; j <= i; j++)
            {
                var sum = Kernel(_places[i], _places[j]) + (i == j ? _noise : 0);
                for (var k = 0; k < j; k++)
                {
                    sum -= factor[i][k] * factor[j][k];
                }

                factor[i][j] = i == j ? Math.Sqrt(Math.Max(sum, 1e-10)) : sum / factor[j][j];
            }
        }

        return factor;
    }

    private double[] Forward(double[] right)
    {
        var solved = new double[right.Length];
        for (var i = 0; i < solved.Length; i++)
        {
            var sum = right[i];
            for (var k = 0; k < i; k++)
            {
                sum -= _cholesky[i][k] * solved[k];
            }

            solved[i] = sum / _cholesky[i][i];
        }

        return solved;
    }

    private double[] Back(double[] right)
    {
        var solved = new double[right.Length];
        for (var i = solved.Length - 1; i >= 0; i--)
        {
            var sum = right[i];
            for (var k = i + 1; k < solved.Length; k++)
            {
                sum -= _cholesky[k][i] * solved[k];
            }

            solved[i] = sum / _cholesky[i][i];
        }

        return solved;
    }
}
