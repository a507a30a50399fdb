namespace Orleans.Reco.Training;

/// <summary>
/// Runs a round on all parts and bounds how long it waits: a part that is late is told to stop and counts with what it has; one that does
/// not answer even then, or cannot be had again in time, is left out.
/// </summary>
internal sealed class RoundRunner(StragglerPolicy policy, TimeProvider time)
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(0.5);

    /// <summary>Parts that were stopped before they had finished, so far.</summary>
    public int Stopped { get; private set; }

    /// <summary>Results that are missing, so far.</summary>
    public int LeftOut { get; private set; }

    /// <summary>Runs a round.</summary>
    /// <param name="parts">What each part does; a part that cannot be had throws <see cref="Learning.PartsLostException"/>.</param>
    /// <param name="stop">Tells a part to stop. Its failures are the part's own.</param>
    /// <param name="cancellationToken">Ends the round.</param>
    /// <returns>The results by part; null for one that was left out.</returns>
    public async Task<T?[]> RunAsync<T>(
        IReadOnlyList<Func<RoundTask, CancellationToken, Task<T>>> parts, Func<int, Task> stop, CancellationToken cancellationToken)
        where T : class
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var states = parts.Select(_ => new RoundTask()).ToArray();
        var times = new TimeSpan?[parts.Count];
        var tasks = parts.Select((part, i) => Timed(part, states[i], i)).ToArray();
        while (tasks.Any(task => !task.IsCompleted))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var pending = Enumerable.Range(0, parts.Count).Where(i => !tasks[i].IsCompleted).ToArray();
            if (policy.Allowed([.. times.OfType<TimeSpan>()], parts.Count) is { } allowed)
            {
                foreach (var i in pending.Where(i => !states[i].Stopped && Ran(i) >= allowed))
                {
                    states[i].Stopped = true;
                    Stopped++;
                    _ = stop(i);
                }

                if (pending.All(i => Ran(i) >= allowed + policy.Grace))
                {
                    break;
                }
            }

            await Task.WhenAny([.. tasks.Where(task => !task.IsCompleted), Task.Delay(Tick, time, cancellationToken)]);
        }

        await ended.CancelAsync();
        var results = await Task.WhenAll(tasks.Select(task => task.IsCompleted ? task : Task.FromResult<T?>(null)));
        LeftOut += results.Count(result => result is null);
        return results;

        // A part that is being made again does not run; how long that may take is the part's own matter.
        TimeSpan? Ran(int i) => states[i].RunningSince is { } since ? time.GetElapsedTime(since) : null;

        async Task<T?> Timed(Func<RoundTask, CancellationToken, Task<T>> part, RoundTask state, int index)
        {
            try
            {
                var result = await part(state, ended.Token);
                times[index] = Ran(index);
                return result;
            }
            catch (Learning.PartsLostException)
            {
                return null;
            }
        }
    }
}
