using Orleans.Reco.Core;

namespace Orleans.Reco.Learning;

/// <summary>Trains, measures and exports a model.</summary>
/// <param name="time">Tells when a bundle is made and when a time limit is reached.</param>
public sealed class ModelTrainer(TimeProvider time)
{
    /// <summary>Trains on a thread of its own; a second call waits for the first.</summary>
    /// <param name="request">The data, the bundle folder and the options.</param>
    /// <param name="progress">Told several times a second at most; called on the training thread.</param>
    /// <param name="cancellationToken">Ends the run within a batch or a query.</param>
    /// <exception cref="DatasetException">The data or an option is not usable; the message says what is allowed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; no bundle was written.</exception>
    public async Task<TrainingResult> TrainAsync(
        TrainingRequest request,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Validate();
        return await Task.Factory.StartNew(
            () =>
            {
                if (request.StandsBack)
                {
                    ThreadNiceness.StandBack();
                }

                return new TrainingRun(request, progress, time, cancellationToken).Run();
            },
            cancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).ConfigureAwait(false);
    }
}
