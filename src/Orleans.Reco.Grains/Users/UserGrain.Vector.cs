namespace Orleans.Reco.Grains;

/// <content>The user's vector after a change of models.</content>
internal sealed partial class UserGrain
{
    /// <summary>The version that made this user's vector; null where there is none.</summary>
    public string? VectorVersion => _memory.VectorVersion;

    /// <summary>
    /// Makes the encoder's state anew where another version made it than the one that serves this user now; true where it was. May be called
    /// from anywhere.
    /// </summary>
    public Task<bool> BringVectorUpToDate() => GrainContext.QueueWork(RecomputeVector);

    private async Task<bool> RecomputeVector()
    {
        var version = PinnedVersion ?? _tenant.Deployment.Active;
        if (version is null || VectorVersion is not { } made || made == version || _memory.LastItem is not { } item)
        {
            return false;
        }

        // One candidate, so that nothing is retrieved. It is not saved: the user's next event does that.
        var query = _memory.AsQuery(_key.Tenant, PinnedVersion) with { Candidates = new Packed<int>([item]), Count = 1 };
        return !(await Score(query, CancellationToken.None)).Degraded;
    }
}
