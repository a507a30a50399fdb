namespace Orleans.Reco.Client;

/// <summary>Stores many items, several at a time.</summary>
internal sealed class ItemUpserts(GrainReferences<IItemGrain> references, GrainCalls calls, string tenant)
{
    public async Task<IReadOnlyList<UpsertResult>> StoreAsync(IReadOnlyList<CatalogItem> items, CancellationToken cancellationToken)
    {
        var results = new UpsertResult[items.Count];
        for (var i = 0; i < results.Length; i++)
        {
            var item = items[i] ?? throw new RecoValidationException($"items[{i}]", "must not be null");
            if (RecoKey.IdError(item.ItemId) is { } error)
            {
                results[i] = new UpsertResult(item.ItemId ?? "", new FieldError("itemId", error));
            }
        }

        RecoUnavailableException? unavailable = null;
        await Parallel.ForEachAsync(
            Groups.ByKey(items, item => RecoKey.IdError(item.ItemId) is null ? item.ItemId : null),
            new ParallelOptions { MaxDegreeOfParallelism = calls.MaxConcurrency, CancellationToken = cancellationToken },
            async (group, token) =>
            {
                // One after the other: the last record for an id must be the one that stays.
                foreach (var i in group.Value)
                {
                    try
                    {
                        await StoreAsync(items[i], token).ConfigureAwait(false);
                        results[i] = new UpsertResult(group.Key);
                    }
                    catch (RecoValidationException invalid)
                    {
                        results[i] = new UpsertResult(group.Key, new FieldError(invalid.Field, invalid.Reason));
                    }
                    catch (RecoUnavailableException failure)
                    {
                        unavailable = failure;
                        results[i] = new UpsertResult(group.Key, RecoClientErrors.Unavailable("item"));
                    }
                }
            }).ConfigureAwait(false);

        return unavailable is null || Array.Exists(results, r => r.IsStored) ? results : throw unavailable;
    }

    public Task StoreAsync(CatalogItem item, CancellationToken cancellationToken)
    {
        var grain = references.Get(RecoKey.Create(tenant, item.ItemId, "itemId").ToString());
        return calls.RunAsync(() => grain.Upsert(item), cancellationToken);
    }
}
