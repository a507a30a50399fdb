namespace Orleans.Reco.Storage.Tests;

/// <summary>A grain state with a value of each kind that serializers treat differently.</summary>
[GenerateSerializer]
[Alias("reco.tests.ConformanceState")]
public sealed record ConformanceState
{
    [Id(0)]
    public int Number { get; init; }

    [Id(1)]
    public string? Text { get; init; }

    [Id(2)]
    public float[] Vector { get; init; } = [];
}
