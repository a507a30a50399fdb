using System.Diagnostics;

namespace Orleans.Reco.LoadTests;

/// <summary>Sends requests at the times of a schedule, however the target keeps up.</summary>
/// <param name="target">Whom.</param>
/// <param name="load">Of which users and items.</param>
/// <param name="observe">Told of each answer, its scheduled arrival as a timestamp and the time since then.</param>
internal sealed class OpenLoop(
    ILoadTarget target, ReferenceLoad load, Action<OperationKind, Outcome, long, TimeSpan>? observe = null)
{
    /// <summary>A target that is this far behind has failed; more would only fill memory.</summary>
    private const int MaxOutstanding = 50_000;

    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(10);

    private int _outstanding;

    /// <param name="rate">Requests a second.</param>
    /// <param name="warmUp">Requests of this first time are sent and not counted.</param>
    /// <param name="duration">How long requests are counted.</param>
    /// <param name="seed">Of times and keys.</param>
    public async Task<LoadResult> RunAsync(double rate, TimeSpan warmUp, TimeSpan duration, int seed)
    {
        LockedCode.TryKeep();
        var recorder = new LoadRecorder(duration);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            Dispatch(new ArrivalSchedule(rate, seed), new Workload(load, seed), recorder, warmUp, duration);
            ended.SetResult();
        })
        { IsBackground = true, Name = "load" }.Start();
        await ended.Task;
        var result = recorder.ToResult();
        await DrainAsync();
        return result with { Unanswered = Volatile.Read(ref _outstanding), Latencies = recorder.Latencies() };
    }

    private void Dispatch(ArrivalSchedule schedule, Workload workload, LoadRecorder recorder, TimeSpan warmUp, TimeSpan duration)
    {
        var began = Stopwatch.GetTimestamp();
        var counting = false;
        for (var due = schedule.Next(); due < warmUp + duration; due = schedule.Next())
        {
            SleepUntil(began, due);

            if (!counting && due >= warmUp)
            {
                recorder.Begin();
                counting = true;
            }

            if (counting)
            {
                recorder.Arrived();
            }

            var arrival = began + (long)(due.TotalSeconds * Stopwatch.Frequency);
            if (Volatile.Read(ref _outstanding) >= MaxOutstanding)
            {
                recorder.NotSent(counting);
                continue;
            }

            _ = Interlocked.Increment(ref _outstanding);
            _ = SendAsync(workload.Next(), arrival, counting ? recorder : null);
        }

        SleepUntil(began, warmUp + duration);
        recorder.End();
    }

    private static void SleepUntil(long began, TimeSpan due)
    {
        while (due - Stopwatch.GetElapsedTime(began) is { Ticks: > 0 } left)
        {
            ShortPause.Wait(left);
        }
    }

    private async Task SendAsync(LoadOperation operation, long arrival, LoadRecorder? recorder)
    {
        Outcome outcome;
        try
        {
            outcome = operation.Kind == OperationKind.Recommend
                ? await target.RecommendAsync(operation.User).ConfigureAwait(false)
                : await target.TrackAsync(operation).ConfigureAwait(false) is null ? Outcome.Refused : Outcome.Ok;
        }
        catch (Exception)
        {
            // Whatever it was, the request has no answer; the count says how many.
            outcome = Outcome.Failed;
        }

        var took = Stopwatch.GetElapsedTime(arrival);
        recorder?.Record(operation.Kind, outcome, took);
        observe?.Invoke(operation.Kind, outcome, arrival, took);
        _ = Interlocked.Decrement(ref _outstanding);
    }

    private async Task DrainAsync()
    {
        var clock = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (Volatile.Read(ref _outstanding) > 0 && clock.Elapsed < DrainTime)
        {
            await timer.WaitForNextTickAsync();
        }
    }
}
