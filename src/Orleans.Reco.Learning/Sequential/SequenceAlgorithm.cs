using TorchSharp;

namespace Orleans.Reco.Learning;

/// <summary>Trains one kind of <see cref="SequenceEncoder"/> to tell the next item.</summary>
internal sealed class SequenceAlgorithm : IModelAlgorithm
{
    private readonly Func<InteractionDataset, ParameterValues, SequenceEncoder> _create;

    /// <param name="name">The algorithm's name.</param>
    /// <param name="summary">Idea and paper.</param>
    /// <param name="create">Makes an encoder with fresh weights.</param>
    /// <param name="own">Hyper-parameters of this kind; one with a common name takes its place.</param>
    public SequenceAlgorithm(
        string name,
        string summary,
        Func<InteractionDataset, ParameterValues, SequenceEncoder> create,
        IReadOnlyList<HyperParameter> own)
    {
        (Name, Summary, _create) = (name, summary, create);
        Parameters = [.. own, .. SequenceParameters.Common.Where(c => own.All(o => o.Name != c.Name))];
    }

    public string Name { get; }

    public string Summary { get; }

    public IReadOnlyList<HyperParameter> Parameters { get; }

    public IFittedModel Fit(FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        using var session = TorchSession.Begin(context.TorchThreads, context.Seed, context.CancellationToken);
        var parameters = context.Parameters;
        var options = SequenceParameters.ToOptions(parameters, context.Seed);
        var encoder = _create(context.Data, parameters);
        try
        {
            if (context.ParentBundle is not null)
            {
                WarmStart.Apply(encoder, context.Data, context.ParentBundle, Name);
            }

            var scorer = new SequenceScorer(encoder, options.MaxLength);
            var trainer = new SequenceTrainer(context.Data, options, context.Time)
            {
                Validation = context.Validation is { } validation
                    ? () => validation.Evaluate(scorer, context.CancellationToken).Ndcg10
                    : null,
                Checkpoint = Checkpoint(context),
                Progress = progress => context.Progress?.Report(progress),
            };
            return new SequenceModel(Name, encoder, options.MaxLength, trainer.Train(encoder, context.CancellationToken));
        }
        catch
        {
            encoder.Dispose();
            throw;
        }
    }

    private FileCheckpoint? Checkpoint(FitContext context)
    {
        if (context.CheckpointFolder is null)
        {
            return null;
        }

        _ = Directory.CreateDirectory(context.CheckpointFolder);
        return new FileCheckpoint(Path.Combine(context.CheckpointFolder, $"{Name}.safetensors"));
    }
}
