namespace Orleans.Reco.Learning;

/// <summary>The data cannot be imported or trained on; the message names the field, the value and what is allowed.</summary>
public sealed class DatasetException : Exception
{
    /// <summary>Names the offending field or option and what is allowed.</summary>
    public DatasetException(string field, string reason, Exception? inner = null)
        : base($"{field}: {reason}", inner)
    {
        Field = field;
        Reason = reason;
    }

    /// <summary>The field, column, file or option.</summary>
    public string Field { get; }

    /// <summary>What is wrong and what is allowed.</summary>
    public string Reason { get; }
}
