using Orleans.Reco.Learning;

namespace Orleans.Reco.Training;

/// <summary>A round as a message, see <see cref="TrainingRound"/>.</summary>
[GenerateSerializer]
[Immutable]
[Alias("reco.PartRound")]
internal sealed record PartRound
{
    /// <summary>The round and what it begins with: the same id is the same work.</summary>
    [Id(0)]
    public required string WorkId { get; init; }

    /// <summary>The uploaded plan.</summary>
    [Id(1)]
    public required string PlanId { get; init; }

    /// <summary>The uploaded weights and moments.</summary>
    [Id(2)]
    public required string StateId { get; init; }

    [Id(3)]
    public long Number { get; init; }

    [Id(4)]
    public bool Refit { get; init; }

    [Id(5)]
    public int Epoch { get; init; }

    [Id(6)]
    public int Epochs { get; init; }

    [Id(7)]
    public int Index { get; init; }

    [Id(8)]
    public int Count { get; init; }

    [Id(9)]
    public int Steps { get; init; }

    [Id(10)]
    public double RateFactor { get; init; }

    public static PartRound Of(TrainingRound round, string planId, string stateId) => new()
    {
        WorkId = $"round/{round.Number}/{stateId}",
        PlanId = planId,
        StateId = stateId,
        Number = round.Number,
        Refit = round.Refit,
        Epoch = round.Epoch,
        Epochs = round.Epochs,
        Index = round.Index,
        Count = round.Count,
        Steps = round.Steps,
        RateFactor = round.RateFactor,
    };

    public TrainingRound ToRound() => new()
    {
        Number = Number,
        Refit = Refit,
        Epoch = Epoch,
        Epochs = Epochs,
        Index = Index,
        Count = Count,
        Steps = Steps,
        RateFactor = RateFactor,
    };
}
