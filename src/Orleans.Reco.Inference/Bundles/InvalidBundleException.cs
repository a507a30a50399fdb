namespace Orleans.Reco.Inference;

/// <summary>A folder is not a bundle that can be served: a file is missing, damaged or of the wrong shape.</summary>
public sealed class InvalidBundleException : Exception
{
    /// <summary>Names the file and what is wrong with it.</summary>
    public InvalidBundleException(string file, string reason, Exception? inner = null)
        : base($"{file}: {reason}", inner)
    {
        File = file;
        Reason = reason;
    }

    /// <summary>The file within the bundle.</summary>
    public string File { get; }

    /// <summary>What is wrong.</summary>
    public string Reason { get; }
}
