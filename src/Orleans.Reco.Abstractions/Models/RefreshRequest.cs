namespace Orleans.Reco;

/// <summary>A wish for a refresh.</summary>
[GenerateSerializer]
[Immutable]
[Alias("reco.RefreshRequest")]
public sealed record RefreshRequest
{
    /// <summary>Why, for the record.</summary>
    [Id(0)]
    public required string Reason { get; init; }

    /// <summary>Full or quick. Default: full.</summary>
    [Id(1)]
    public RefreshKind Kind { get; init; }

    /// <summary>Who asks, for the record. Default: <c>operator</c>.</summary>
    [Id(2)]
    public string By { get; init; } = "operator";

    /// <summary>
    /// Becomes the refresh's id, so that a request which is sent again, as its answer was lost, is the same refresh and no second one. Default:
    /// null; the client gives one, which sorts by time.
    /// </summary>
    [Id(3)]
    public string? RequestId { get; init; }
}
