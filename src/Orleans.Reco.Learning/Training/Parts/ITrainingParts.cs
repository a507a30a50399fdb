namespace Orleans.Reco.Learning;

/// <summary>The parts of a training, wherever they run: each holds a share of the users and takes local steps.</summary>
public interface ITrainingParts
{
    /// <summary>Parts of the training. The same number gives the same model, wherever they run.</summary>
    int Count { get; }

    /// <summary>What happened to the parts, for the record in the bundle: names and numbers.</summary>
    IReadOnlyDictionary<string, string> Notes { get; }

    /// <summary>Brings the shares of the users to where the parts run. To be called before anything else; repeating it is harmless.</summary>
    /// <returns>What each part holds.</returns>
    /// <exception cref="PartsLostException">A part cannot be had.</exception>
    Task<IReadOnlyList<PartInfo>> PrepareAsync(PartPlan plan, CancellationToken cancellationToken);

    /// <summary>Has every part take a step of ALS by blocks. The steps of a fit come in order; each iteration begins once.</summary>
    /// <returns>The answers in the order of the parts, of all of them: a sum without one would be of other equations.</returns>
    /// <exception cref="PartsLostException">A part did not answer.</exception>
    Task<IReadOnlyList<ReadOnlyMemory<float>>> StepAlsAsync(AlsStep step, CancellationToken cancellationToken);

    /// <summary>Runs a round on every part.</summary>
    /// <param name="round">The round.</param>
    /// <param name="state">What all parts begin with: weights and moments.</param>
    /// <param name="cancellationToken">Ends the round.</param>
    /// <returns>The results in the order of the parts, without those that were left out.</returns>
    /// <exception cref="PartsLostException">No part answered.</exception>
    Task<IReadOnlyList<PartResult>> RunAsync(TrainingRound round, ReadOnlyMemory<float> state, CancellationToken cancellationToken);

    /// <summary>Has the parts rank for users of theirs.</summary>
    /// <param name="ranking">What is ranked with which weights.</param>
    /// <param name="users">The ids of users of each part.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>For each part, the best items of each of its users.</returns>
    /// <exception cref="PartsLostException">A part did not answer.</exception>
    Task<IReadOnlyList<int[][]>> RankAsync(PartRanking ranking, IReadOnlyList<string[]> users, CancellationToken cancellationToken);
}
