using System.Globalization;

namespace Orleans.Reco.Grains;

/// <summary>A slot of the scoring pool. Key: the slot's number. Calls nobody.</summary>
[Alias("reco.IScorerGrain")]
internal interface IScorerGrain : IGrainWithIntegerKey
{
    private const string TimeoutText = "00:00:02";

    /// <summary>For so long a caller waits at most.</summary>
    static readonly TimeSpan Timeout = TimeSpan.Parse(TimeoutText, CultureInfo.InvariantCulture);

    /// <summary>Retrieves and ranks for one user, in a batch with whoever else asks now.</summary>
    /// <returns>Null where the slot's queue is full or too long: under overload an exception for each query would be most of the load.</returns>
    [Alias("Score")]
    [ResponseTimeout(TimeoutText)]
    Task<ScoreResult?> Score(ScoreQuery query, CancellationToken cancellationToken);
}
