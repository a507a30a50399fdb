using TorchSharp;
using static TorchSharp.torch;

namespace Orleans.Reco.Learning;

/// <summary>A copy of a module's weights by name, to come back to.</summary>
internal sealed class WeightSnapshot : IDisposable
{
    private WeightSnapshot(Dictionary<string, Tensor> weights) => Weights = weights;

    /// <summary>The copies, owned by the snapshot.</summary>
    public IReadOnlyDictionary<string, Tensor> Weights { get; }

    /// <summary>Copies the weights that a module has now.</summary>
    public static WeightSnapshot Of(nn.Module module) => new(module.named_parameters()
        .ToDictionary(p => p.name, p => p.parameter.detach().clone().DetachFromDisposeScope(), StringComparer.Ordinal));

    /// <summary>Gives a module of the same shape the copied weights.</summary>
    public void RestoreTo(nn.Module module)
    {
        using var noGrad = no_grad();
        foreach (var (name, parameter) in module.named_parameters())
        {
            _ = parameter.copy_(Weights[name]);
        }
    }

    public void Dispose()
    {
        foreach (var tensor in Weights.Values)
        {
            tensor.Dispose();
        }
    }
}
