namespace Orleans.Reco;

/// <summary>The caller sent something that is not allowed. REST answers 400 with the field and the message.</summary>
[GenerateSerializer]
[Alias("reco.RecoValidationException")]
public sealed class RecoValidationException : Exception
{
    /// <summary>Names the offending field and what is allowed.</summary>
    public RecoValidationException(string field, string message)
        : base($"{field}: {message}")
    {
        Field = field;
        Reason = message;
    }

    /// <summary>The field, in camelCase as REST writes it.</summary>
    [Id(0)]
    public string Field { get; }

    /// <summary>What is allowed.</summary>
    [Id(1)]
    public string Reason { get; }
}
