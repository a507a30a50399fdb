namespace Orleans.Reco.Learning;

/// <summary>What a bundle's ranker learns from: the validation window as the encoder that was trained before it sees it.</summary>
internal sealed record ServedRankerInput
{
    /// <summary>Tells which events of a history speak for their item.</summary>
    public required InteractionDataset Data { get; init; }

    /// <summary>Users with what they turned to in the window.</summary>
    public required IReadOnlyList<EvaluationCase> Cases { get; init; }

    /// <summary>User vectors of histories, as the bundle's encoder gives them, shape <c>[histories, dimension]</c>.</summary>
    public required Func<IReadOnlyList<ReadOnlyMemory<DatasetEvent>>, float[]> Encode { get; init; }

    /// <summary>The bundle's item vectors, shape <c>[items, dimension]</c>.</summary>
    public required ReadOnlyMemory<float> ItemVectors { get; init; }

    /// <summary>The bundle's neighbours, from the time before the window.</summary>
    public required BundleNeighbours Neighbours { get; init; }

    /// <summary>The weight of neighbours in the blend.</summary>
    public required float NeighbourWeight { get; init; }

    /// <summary>The bundle's popularity, from the time before the window, shape <c>[items]</c>.</summary>
    public required ReadOnlyMemory<float> Popularity { get; init; }

    /// <summary>Which items a ranking may hold, shape <c>[items]</c>.</summary>
    public required bool[] Candidates { get; init; }
}
