namespace Orleans.Reco.Training;

/// <summary>What is uploaded to a part.</summary>
internal static class PartSlots
{
    /// <summary>The plan.</summary>
    public const string Plan = "plan";

    /// <summary>Weights and moments that a round begins with.</summary>
    public const string State = "state";

    /// <summary>Weights that a ranking is made with.</summary>
    public const string Weights = "weights";

    /// <summary>Directions of the items in a step of conjugate gradients.</summary>
    public const string Directions = "directions";

    /// <summary>Item vectors that an iteration of ALS begins with.</summary>
    public static string Items(int iteration) => FormattableString.Invariant($"items/{iteration}");
}
