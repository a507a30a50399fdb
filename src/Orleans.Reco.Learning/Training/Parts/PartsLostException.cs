namespace Orleans.Reco.Learning;

/// <summary>The parts of a training cannot be had; whoever leads it goes on alone.</summary>
public sealed class PartsLostException : Exception
{
    /// <summary>Without a reason.</summary>
    public PartsLostException()
    {
    }

    /// <summary>With the reason.</summary>
    public PartsLostException(string message)
        : base(message)
    {
    }

    /// <summary>With the reason and its cause.</summary>
    public PartsLostException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
