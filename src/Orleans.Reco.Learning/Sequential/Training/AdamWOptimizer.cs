using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Orleans.Reco.Learning;

/// <summary>Adam with decoupled weight decay (Loshchilov and Hutter, ICLR 2019).</summary>
/// <remarks>
/// TorchSharp 0.107 turns each number that is given to a tensor operation into a <see cref="Scalar"/> that nothing holds while native
/// code reads it: a garbage collection at that moment frees it, and the operation fails or, worse, takes another number (97 of 2 million
/// additions under steady collections). Its own optimizers work that way. Here every scalar is held until the call has returned.
/// </remarks>
internal sealed class AdamWOptimizer : IDisposable
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;

    private readonly Slot[] _slots;
    private readonly double _weightDecay;
    private readonly Scalar _beta1 = Beta1;
    private readonly Scalar _beta2 = Beta2;
    private readonly Scalar _gradientShare = 1 - Beta1;
    private readonly Scalar _squareShare = 1 - Beta2;
    private readonly Scalar _epsilon = 1e-8;

    public AdamWOptimizer(IEnumerable<(string Name, Parameter Parameter)> parameters, double learningRate, double weightDecay)
    {
        (LearningRate, _weightDecay) = (learningRate, weightDecay);
        _slots =
        [
            .. parameters.Select(p => new Slot(
                p.Name, p.Parameter, zeros_like(p.Parameter).DetachFromDisposeScope(), zeros_like(p.Parameter).DetachFromDisposeScope())),
        ];
    }

    /// <summary>Steps taken so far.</summary>
    public int Steps { get; set; }

    /// <summary>The first moments of all parameters, then the second.</summary>
    public IEnumerable<Tensor> MomentTensors => _slots.Select(slot => slot.Mean).Concat(_slots.Select(slot => slot.Square));

    /// <summary>The step size from the next step on.</summary>
    public double LearningRate { get; set; }

    /// <summary>Forgets the gradients.</summary>
    public void ClearGradients()
    {
        foreach (var slot in _slots)
        {
            using var gradient = slot.Parameter.grad;
            _ = gradient?.zero_();
        }
    }

    /// <summary>Moves every parameter that has a gradient. Call it within a dispose scope.</summary>
    public void Step()
    {
        Steps++;
        using var noGrad = no_grad();
        using Scalar keep = 1 - LearningRate * _weightDecay;
        using Scalar step = -LearningRate / (1 - Math.Pow(Beta1, Steps));
        using Scalar bias = Math.Sqrt(1 - Math.Pow(Beta2, Steps));
        foreach (var (_, parameter, mean, square) in _slots)
        {
            if (parameter.grad is not { } gradient)
            {
                continue;
            }

            _ = parameter.mul_(keep);
            _ = mean.mul_(_beta1).add_(gradient, _gradientShare);
            _ = square.mul_(_beta2).addcmul_(gradient, gradient, _squareShare);
            var root = square.sqrt().div_(bias).add_(_epsilon, TorchScalars.One);
            _ = parameter.addcdiv_(mean, root, step);
        }
    }

    /// <summary>Both moments of every parameter, to go on from with <see cref="Load"/>.</summary>
    public Dictionary<string, WeightArray> Moments()
    {
        var moments = new Dictionary<string, WeightArray>(StringComparer.Ordinal);
        foreach (var slot in _slots)
        {
            moments["mean/" + slot.Name] = new WeightArray(slot.Mean.shape, slot.Mean.data<float>().ToArray());
            moments["square/" + slot.Name] = new WeightArray(slot.Square.shape, slot.Square.data<float>().ToArray());
        }

        return moments;
    }

    /// <summary>Goes on from the moments after so many steps.</summary>
    public void Load(IReadOnlyDictionary<string, WeightArray> moments, int steps)
    {
        Steps = steps;
        using var noGrad = no_grad();
        foreach (var slot in _slots)
        {
            foreach (var (name, target) in new[] { ("mean/", slot.Mean), ("square/", slot.Square) })
            {
                using var source = tensor(moments[name + slot.Name].Values, target.shape);
                _ = target.copy_(source);
            }
        }
    }

    public void Dispose()
    {
        foreach (var slot in _slots)
        {
            slot.Mean.Dispose();
            slot.Square.Dispose();
        }

        foreach (var scalar in new[] { _beta1, _beta2, _gradientShare, _squareShare, _epsilon })
        {
            scalar.Dispose();
        }
    }

    private readonly record struct Slot(string Name, Parameter Parameter, Tensor Mean, Tensor Square);
}
