namespace Orleans.Reco.Learning;

/// <summary>Trains, measures and exports a model.</summary>
public sealed partial class ModelTrainer(TimeProvider time)
{
    /// <summary>Runs on threads of its own; never call it from a grain turn without awaiting it there.</summary>
    /// <exception cref="DatasetException">The data or an option is not usable; the message says what is allowed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; no bundle was written.</exception>
    public Task<TrainingResult> TrainAsync(
        TrainingRequest request,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Options.Validate();
        return Task.Factory.StartNew(
            () => Run(request, progress, cancellationToken),
            cancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }
}
