using Microsoft.Extensions.DependencyInjection;
using Orleans.Reco.Grains;
using Orleans.Runtime;

namespace Orleans.Reco.Tests;

public sealed class WorkingSetPaceTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(WorkingSetPace.Piece - 1, 0)]
    [InlineData(WorkingSetPace.Piece, 1)]
    [InlineData((3 * WorkingSetPace.Piece) + 1, 3)]
    public void It_pauses_after_each_piece(int idle, int pauses)
    {
        var paused = 0;
        var pace = new WorkingSetPace(() => paused++);
        for (var i = 0; i < idle; i++)
        {
            pace.OnIdle(null!);
        }

        Assert.Equal(pauses, paused);
    }

    /// <summary>Real time: the visits of Orleans come every five seconds, and find who was active since the last one in the next.</summary>
    [Fact]
    public async Task Orleans_tells_a_silo_of_grains_that_have_become_idle()
    {
        var paused = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var cluster = await RecoCluster.StartAsync(configure: silo =>
            silo.Services.AddSingleton<IActivationWorkingSetObserver>(new WorkingSetPace(() => paused.TrySetResult())));
        Assert.Equal(2, cluster.ServicesOf(0).GetServices<IActivationWorkingSetObserver>().Count(observer => observer is WorkingSetPace));

        _ = await Task.WhenAll(Enumerable.Range(0, WorkingSetPace.Piece).Select(i => cluster.Client.GetUserAsync($"u{i}")));

        await paused.Task.WaitAsync(Deadline);
    }
}
