namespace Orleans.Reco.Training;

/// <summary>A step of ALS by blocks as a message, see <see cref="Learning.AlsStep"/>.</summary>
[GenerateSerializer]
[Immutable]
[Alias("reco.PartAlsStep")]
internal sealed record PartAlsStep
{
    /// <summary>The step and what it begins with: the same id is the same work.</summary>
    [Id(0)]
    public required string WorkId { get; init; }

    /// <summary>The uploaded plan.</summary>
    [Id(1)]
    public required string PlanId { get; init; }

    /// <summary>The uploaded item vectors that each iteration so far began with; the users' vectors follow from them.</summary>
    [Id(2)]
    public required string[] Items { get; init; }

    /// <summary>The uploaded directions to multiply with; null where the last iteration begins.</summary>
    [Id(3)]
    public string? Directions { get; init; }

    public static PartAlsStep Of(string planId, string[] items, string? directions) => new()
    {
        WorkId = $"als/{items.Length}/{items[^1]}/{directions}",
        PlanId = planId,
        Items = items,
        Directions = directions,
    };

    /// <summary>What a part needs that has been through some of the iterations: the item vectors of the others, and last what it computes with.</summary>
    public IReadOnlyList<(string Slot, string ContentId)> ContentsAfter(int done)
    {
        var items = Items.Select((id, i) => (PartSlots.Items(i + 1), id)).ToArray();
        return Directions is { } directions
            ? [.. items[done..], (PartSlots.Directions, directions)]
            : items[Math.Min(done, items.Length - 1)..];
    }
}
