using System.Collections.Concurrent;

namespace Orleans.Reco.Web.Tests;

/// <summary>What the test grains do: tests put answers here, the grains of every silo of the process follow them.</summary>
public sealed class GrainScript
{
    /// <summary>By grain key: given the number of the call, from 0, and the batch, what to answer.</summary>
    public ConcurrentDictionary<string, Func<int, Interaction[], TrackResult[]>> Track { get; } = new();

    /// <summary>By grain key: what a list waits for, given the caller's token.</summary>
    public ConcurrentDictionary<string, Func<CancellationToken, Task>> Recommend { get; } = new();

    /// <summary>By grain key: given the number of the call, fails or does not.</summary>
    public ConcurrentDictionary<string, Action<int>> Upsert { get; } = new();

    /// <summary>Everything that was stored, in order: grain key and title.</summary>
    public ConcurrentQueue<(string Key, string Title)> Stored { get; } = new();

    /// <summary>Every batch that was sent: grain key and events.</summary>
    public ConcurrentQueue<(string Key, Interaction[] Events)> Sent { get; } = new();
}
