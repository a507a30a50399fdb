using Orleans.Reco.Core;

namespace Orleans.Reco.Grains;

/// <summary>What a silo sees of a tenant's events and scores that may call for a refresh.</summary>
internal sealed class TenantSignals
{
    /// <summary>One score in so many is looked at.</summary>
    private const int Sampling = 8;

    private readonly Lock _lock = new();
    private ScoreDrift _drift = new();
    private string? _version;
    private long _events;
    private long _unknown;
    private long _scores;

    /// <summary>Counts an accepted event with an item.</summary>
    public void CountEvent(bool isKnown)
    {
        _ = Interlocked.Increment(ref _events);
        if (!isKnown)
        {
            _ = Interlocked.Increment(ref _unknown);
        }
    }

    /// <summary>Takes the best score of a list in.</summary>
    public void AddScore(string version, float score)
    {
        if (Interlocked.Increment(ref _scores) % Sampling != 0)
        {
            return;
        }

        lock (_lock)
        {
            if (_version != version)
            {
                (_version, _drift) = (version, new ScoreDrift());
            }

            _drift.Add(score);
        }
    }

    /// <summary>What was counted since the last call, and the drift as it is.</summary>
    public RefreshSignals Take()
    {
        lock (_lock)
        {
            return new RefreshSignals
            {
                Events = Interlocked.Exchange(ref _events, 0),
                UnknownItemEvents = Interlocked.Exchange(ref _unknown, 0),
                ScoreDrift = _drift.Index,
            };
        }
    }
}
