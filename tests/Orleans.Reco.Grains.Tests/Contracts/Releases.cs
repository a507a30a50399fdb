namespace Orleans.Reco.Grains.Tests;

/// <summary>A contract as a release has it.</summary>
[GenerateSerializer]
[Alias("reco.tests.EarlierRelease")]
public sealed class EarlierRelease
{
    [Id(0)]
    public int Number { get; set; }

    [Id(4)]
    public string Text { get; set; } = "";
}

/// <summary>The same one release later, with members of every kind more.</summary>
[GenerateSerializer]
[Alias("reco.tests.LaterRelease")]
public sealed class LaterRelease
{
    [Id(0)]
    public int Number { get; set; }

    [Id(1)]
    public string? Added { get; set; }

    [Id(2)]
    public LaterRelease? Nested { get; set; }

    [Id(3)]
    public List<string>? Tags { get; set; }

    [Id(4)]
    public string Text { get; set; } = "";

    [Id(5)]
    public Packed<double> Numbers { get; set; } = new([1, 2]);
}
