using TorchSharp;
using static TorchSharp.torch;

namespace Orleans.Reco.Learning;

/// <summary>Optimiser steps, as an epoch here and a round of a part take them.</summary>
internal sealed class SequenceSteps(
    SequenceEncoder encoder, AdamWOptimizer optimizer, InteractionDataset data, SequenceTrainingOptions options)
{
    private readonly NextItemLoss _loss = new(encoder, options, options.Negatives == 0 ? null : new NegativeSampler(data, options));

    /// <summary>Takes one step and gives its loss.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="random">Draws negatives.</param>
    /// <param name="epochs">Epochs that are done, with the part of the one under way.</param>
    /// <param name="rateFactor">What plateaus have left of the learning rate.</param>
    public double Take(SequenceBatch batch, Random random, double epochs, double rateFactor)
    {
        using var scope = NewDisposeScope();
        optimizer.LearningRate = rateFactor * ScheduledRate(optimizer.Steps, epochs);
        optimizer.ClearGradients();
        var value = _loss.Compute(batch, random);
        value.backward();
        _ = nn.utils.clip_grad_norm_(encoder.parameters(), options.GradientClip);
        optimizer.Step();
        return value.data<float>()[0];
    }

    private double ScheduledRate(int step, double epochs)
    {
        var warm = options.WarmupSteps == 0 ? 1 : Math.Min(1, (step + 1.0) / options.WarmupSteps);
        var cosine = 0.5 * (1 + Math.Cos(Math.PI * epochs / options.Epochs));
        return options.LearningRate * warm * (options.FinalRate + ((1 - options.FinalRate) * cosine));
    }
}
