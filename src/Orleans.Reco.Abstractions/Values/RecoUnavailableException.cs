namespace Orleans.Reco;

/// <summary>The system could not do it now and kept nothing; the same call may be sent again. REST answers 503 with Retry-After.</summary>
[GenerateSerializer]
[Alias("reco.RecoUnavailableException")]
public sealed class RecoUnavailableException : Exception
{
    /// <summary>Says what was not available.</summary>
    public RecoUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>Says what was not available and what caused it.</summary>
    public RecoUnavailableException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
