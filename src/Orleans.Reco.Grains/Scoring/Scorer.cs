using Orleans.Reco.Inference;

namespace Orleans.Reco.Grains;

/// <summary>What a scoring grain does with a query, on whichever turn or thread asks: hands it to the worker and awaits.</summary>
internal sealed class Scorer(TenantRuntimes tenants, ScoringWorker worker)
{
    /// <summary>Scores a query in a batch with whoever else asks now.</summary>
    /// <returns>Null where the queue is full or too long.</returns>
    /// <exception cref="ObjectDisposedException">The grain has left.</exception>
    public async Task<ScoreResult?> ScoreAsync(ScoreQuery query, CancellationToken cancellationToken)
    {
        var tenant = await tenants.GetLoadedAsync(query.Tenant);
        if (query.Candidates.IsEmpty)
        {
            // Not those that retrieve nothing: what a list costs is what the next model is measured by.
            tenant.Queries.Add(query);
        }

        if (!worker.Admits())
        {
            return null;
        }

        try
        {
            return await worker.ScoreAsync(query, cancellationToken);
        }
        catch (ScoringOverloadedException)
        {
            // Filled since it was asked.
            return null;
        }
    }
}
