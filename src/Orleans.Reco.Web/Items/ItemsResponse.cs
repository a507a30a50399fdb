using System.ComponentModel;
using System.Text.Json.Serialization;
using Orleans.Reco.Client;

namespace Orleans.Reco.Web;

/// <summary>What became of a bulk upsert.</summary>
internal sealed record ItemsResponse([property: Description("A result for each item, in order.")] ItemResult[] Results);

/// <summary>What became of an item.</summary>
internal sealed record ItemResult(
    [property: Description("The item; null where its id could not be read.")] string? ItemId,
    [property: Description("ok or rejected.")] string Status,
    [property: Description("Why it was rejected.")]
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] FieldError? Error)
{
    public static ItemResult Of(UpsertResult result) => new(result.ItemId, result.IsStored ? "ok" : "rejected", result.Error);

    public static ItemResult Rejected(string? itemId, FieldError error) => new(itemId, "rejected", error);
}
