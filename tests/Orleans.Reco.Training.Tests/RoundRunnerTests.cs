using Microsoft.Extensions.Time.Testing;
using Orleans.Reco.Learning;

namespace Orleans.Reco.Training.Tests;

public sealed class RoundRunnerTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly RoundRunner _runner;

    public RoundRunnerTests() => _runner = new RoundRunner(new StragglerPolicy(3, TimeSpan.FromSeconds(5)), _time);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_part_that_is_late_is_stopped_and_counts_with_what_it_has()
    {
        var stopped = new TaskCompletionSource<string>();
        var round = _runner.RunAsync<string>(
            [Takes(10), (state, _) => Runs(state, stopped.Task)],
            part =>
            {
                stopped.SetResult($"part {part}, so far");
                return Task.CompletedTask;
            },
            Cancellation);
        Assert.Equal(["whole", "part 1, so far"], await Ended(round, atMostSeconds: 31));
        Assert.Equal((1, 0), (_runner.Stopped, _runner.LeftOut));
    }

    [Fact]
    public async Task A_part_that_does_not_stop_is_left_out()
    {
        var never = new TaskCompletionSource<string>();
        var round = _runner.RunAsync<string>([Takes(10), (state, _) => Runs(state, never.Task)], _ => Task.CompletedTask, Cancellation);
        Assert.Equal(["whole", null], await Ended(round, atMostSeconds: 36));
        Assert.Equal((1, 1), (_runner.Stopped, _runner.LeftOut));
    }

    [Fact]
    public async Task A_part_that_is_made_again_is_waited_for()
    {
        var again = new TaskCompletionSource<string>();
        var round = _runner.RunAsync<string>([Takes(1), (_, _) => again.Task], _ => throw new InvalidOperationException("must not be stopped"), Cancellation);
        await AdvanceAsync(seconds: 100);
        Assert.False(round.IsCompleted);
        again.SetResult("done again");
        Assert.Equal(["whole", "done again"], await Ended(round, atMostSeconds: 1));
        Assert.Equal((0, 0), (_runner.Stopped, _runner.LeftOut));
    }

    [Fact]
    public async Task A_part_that_cannot_be_had_is_left_out_and_a_fault_is_told()
    {
        var lost = _runner.RunAsync<string>([Takes(0), (_, _) => throw new PartsLostException("gone")], _ => Task.CompletedTask, Cancellation);
        Assert.Equal(["whole", null], await Ended(lost, atMostSeconds: 1));
        Assert.Equal(1, _runner.LeftOut);
        var faulty = _runner.RunAsync<string>([(_, _) => throw new DatasetException("state", "is not of this encoder.")], _ => Task.CompletedTask, Cancellation);
        await Assert.ThrowsAsync<DatasetException>(() => Ended(faulty, atMostSeconds: 1));
    }

    private Func<RoundTask, CancellationToken, Task<string>> Takes(int seconds) => async (state, _) =>
    {
        state.RunningSince = _time.GetTimestamp();
        await Task.Delay(TimeSpan.FromSeconds(seconds), _time, Cancellation);
        return "whole";
    };

    private Task<string> Runs(RoundTask state, Task<string> result)
    {
        state.RunningSince = _time.GetTimestamp();
        return result;
    }

    private async Task<string?[]> Ended(Task<string?[]> round, int atMostSeconds)
    {
        for (var tick = 0; tick < 2 * atMostSeconds && !round.IsCompleted; tick++)
        {
            await AdvanceAsync(0.5);
        }

        return await round.WaitAsync(TimeSpan.FromSeconds(20), Cancellation);
    }

    // Continuations run on the pool: each tick lets them run before the clock goes on.
    private async Task AdvanceAsync(double seconds)
    {
        for (var at = 0.0; at < seconds; at += 0.5)
        {
            _time.Advance(TimeSpan.FromSeconds(0.5));
            for (var i = 0; i < 20; i++)
            {
                await Task.Yield();
            }
        }
    }
}
