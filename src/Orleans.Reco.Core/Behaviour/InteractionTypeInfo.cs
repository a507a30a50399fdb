namespace Orleans.Reco.Core;

/// <summary>What an interaction of a type means.</summary>
public sealed record InteractionTypeInfo
{
    /// <summary>The code in histories and logs.</summary>
    public required InteractionType Code { get; init; }

    /// <summary>The name in events.</summary>
    public required string Name { get; init; }

    /// <summary>What one interaction adds to an item's counters; negative where it speaks against the item.</summary>
    public double Weight { get; init; }

    /// <summary>True: the weight is the event's value minus <see cref="Neutral"/>.</summary>
    public bool WeighsByValue { get; init; }

    /// <summary>The value that says nothing for or against the item; used where <see cref="WeighsByValue"/>.</summary>
    public double Neutral { get; init; }

    /// <summary>True: the item is not recommended again while the event is in the history.</summary>
    public bool MarksSeen { get; init; }

    /// <summary>True: the event may move the user vector, if the model was trained on the type.</summary>
    public bool MovesEncoder { get; init; }

    /// <summary>True: an event of this type may come without an item.</summary>
    public bool ItemOptional { get; init; }

    /// <summary>The weight of one event.</summary>
    public double WeightOf(double value) => WeighsByValue ? value - Neutral : Weight;
}
