using System.Collections.Concurrent;
using Orleans.Reco.Core;

namespace Orleans.Reco.Grains;

/// <summary>What the users of one silo did in the canaries under way, by look and version.</summary>
internal sealed class CanaryTally
{
    private readonly ConcurrentDictionary<(string Tenant, string CanaryId), Counts> _canaries = new();

    /// <summary>Counts a user with its first list.</summary>
    public void Begin(string tenant, CanaryTrial trial)
    {
        ModelInstruments.CanaryUsers.Add(1, ModelInstruments.Arm(trial.IsCanary));
        Of(tenant, trial).Add(trial, users: 1, trial.Outcome);
    }

    /// <summary>Counts successes that a user has had since.</summary>
    public void Gain(string tenant, CanaryTrial trial, TrialOutcome gained) => Of(tenant, trial).Add(trial, users: 0, gained);

    /// <summary>The counts of looks from one to before another. Those of earlier looks are forgotten: whoever asks has them.</summary>
    public CanaryCount[] Collect(string tenant, string canaryId, uint from, uint to) =>
        _canaries.TryGetValue((tenant, canaryId), out var counts) ? counts.Collect(from, to) : [];

    /// <summary>Forgets all canaries of a tenant but the one under way.</summary>
    public void Keep(string tenant, string? canaryId)
    {
        foreach (var key in _canaries.Keys.Where(key => key.Tenant == tenant && key.CanaryId != canaryId))
        {
            _ = _canaries.TryRemove(key, out _);
        }
    }

    private Counts Of(string tenant, CanaryTrial trial) => _canaries.GetOrAdd((tenant, trial.CanaryId), static _ => new Counts());

    private sealed class Counts
    {
        private readonly Lock _lock = new();
        private readonly Dictionary<(uint Slot, bool IsCanary), long[]> _rows = [];

        public void Add(CanaryTrial trial, int users, TrialOutcome outcome)
        {
            lock (_lock)
            {
                // The users, then each success.
                if (!_rows.TryGetValue((trial.Slot, trial.IsCanary), out var row))
                {
                    _rows[(trial.Slot, trial.IsCanary)] = row = new long[1 + CanaryTest.Metrics.Count];
                }

                row[0] += users;
                for (var i = 0; i < CanaryTest.Metrics.Count; i++)
                {
                    row[i + 1] += ((int)outcome >> i) & 1;
                }
            }
        }

        public CanaryCount[] Collect(uint from, uint to)
        {
            lock (_lock)
            {
                foreach (var old in _rows.Keys.Where(key => key.Slot < from).ToArray())
                {
                    _rows.Remove(old);
                }

                return
                [
                    .. _rows.Where(row => row.Key.Slot < to)
                        .Select(row => new CanaryCount(row.Key.Slot, row.Key.IsCanary, row.Value[0], row.Value[1..])),
                ];
            }
        }
    }
}
