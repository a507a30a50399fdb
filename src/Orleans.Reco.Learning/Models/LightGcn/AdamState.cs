namespace Orleans.Reco.Learning;

/// <summary>Adam with decoupled weight decay (Loshchilov and Hutter, ICLR 2019) over one array.</summary>
internal sealed class AdamState(int length, float rate, float weightDecay)
{
    private const float Beta1 = 0.9f;
    private const float Beta2 = 0.999f;
    private const float Epsilon = 1e-8f;
    private const int ChunkSize = 1 << 16;

    private readonly float[] _first = new float[length];
    private readonly float[] _second = new float[length];
    private int _steps;

    public void Step(float[] values, float[] gradient, ParallelOptions parallel)
    {
        _steps++;
        var correction1 = 1 - MathF.Pow(Beta1, _steps);
        var correction2 = 1 - MathF.Pow(Beta2, _steps);
        _ = Parallel.For(0, (length + ChunkSize - 1) / ChunkSize, parallel, chunk =>
        {
            for (var i = chunk * ChunkSize; i < Math.Min(length, (chunk + 1) * ChunkSize); i++)
            {
                _first[i] = (Beta1 * _first[i]) + ((1 - Beta1) * gradient[i]);
                _second[i] = (Beta2 * _second[i]) + ((1 - Beta2) * gradient[i] * gradient[i]);
                var move = _first[i] / correction1 / (MathF.Sqrt(_second[i] / correction2) + Epsilon);
                values[i] -= rate * (move + (weightDecay * values[i]));
            }
        });
    }
}
