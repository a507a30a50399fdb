namespace Orleans.Reco.Learning;

/// <summary>What a part trains on before the validation window, or before the holdout; the batches of the last epoch are kept.</summary>
internal sealed class PartStage(InteractionDataset data, SequenceTrainingOptions options)
{
    private readonly SequenceBatches _batches = new(data, options);
    private (int Epoch, IReadOnlyList<SequenceBatch> Batches) _last;

    public InteractionDataset Data => data;

    public SequenceTrainingOptions Options => options;

    /// <summary>Optimiser steps of an epoch; another epoch may have a few more or fewer.</summary>
    public int Steps(int seed) => _batches.Epoch(seed).Count;

    public IReadOnlyList<SequenceBatch> Batches(int epoch, int seed)
    {
        if (_last.Epoch != epoch)
        {
            _last = (epoch, _batches.Epoch(seed));
        }

        return _last.Batches;
    }
}
