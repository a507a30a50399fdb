using TorchSharp;
using static TorchSharp.torch;

namespace Orleans.Reco.Learning;

/// <summary>A moving average of a network's weights; it generalises better than where the last step happened to end.</summary>
internal sealed class WeightAverage : IDisposable
{
    private readonly nn.Module _network;
    private readonly double _decay;
    private readonly WeightSnapshot _average;

    public WeightAverage(nn.Module network, double decay)
    {
        (_network, _decay) = (network, decay);
        _average = WeightSnapshot.Of(network);
    }

    public IReadOnlyDictionary<string, Tensor> Weights => _average.Weights;

    /// <summary>Takes the weights after a step in. Early steps count for more, so that the start is soon forgotten.</summary>
    public void Add(int step)
    {
        using var noGrad = no_grad();
        var decay = Math.Min(_decay, (1.0 + step) / (10.0 + step));
        using Scalar keep = decay;
        using Scalar share = 1 - decay;
        foreach (var (name, parameter) in _network.named_parameters())
        {
            _ = _average.Weights[name].mul_(keep).add_(parameter, share);
        }
    }

    /// <summary>Runs something while the network has the averaged weights.</summary>
    public T With<T>(Func<T> run)
    {
        using var own = WeightSnapshot.Of(_network);
        try
        {
            _average.RestoreTo(_network);
            return run();
        }
        finally
        {
            own.RestoreTo(_network);
        }
    }

    public void Load(IReadOnlyDictionary<string, WeightArray> weights)
    {
        using var noGrad = no_grad();
        foreach (var (name, target) in _average.Weights)
        {
            using var source = tensor(weights[name].Values, target.shape);
            _ = target.copy_(source);
        }
    }

    public void Dispose() => _average.Dispose();
}
