namespace Orleans.Reco.Inference;

/// <summary>The configured execution provider cannot be used here.</summary>
public sealed class ExecutionProviderException : Exception
{
    /// <summary>Says what is missing and what to do.</summary>
    public ExecutionProviderException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
