namespace Orleans.Reco.Client;

/// <summary>What became of one item of a bulk upsert.</summary>
/// <param name="ItemId">The item.</param>
/// <param name="Error">Why it was rejected; null where it was stored.</param>
public sealed record UpsertResult(string ItemId, FieldError? Error = null)
{
    /// <summary>True where the item is stored and in force.</summary>
    public bool IsStored => Error is null;
}
