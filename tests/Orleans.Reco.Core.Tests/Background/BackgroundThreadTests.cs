using Orleans.Reco.Core;

namespace Orleans.Reco.Tests;

public sealed class BackgroundThreadTests
{
    [Fact]
    public async Task What_awaits_it_does_not_go_on_on_its_thread()
    {
        var gate = new TaskCompletionSource();
        var thread = BackgroundThread.RunAsync(() =>
        {
            gate.Task.Wait(TestContext.Current.CancellationToken);
            return Environment.CurrentManagedThreadId;
        });
        var next = Next(thread);
        gate.SetResult();
        Assert.NotEqual(await thread, await next);

        static async Task<int> Next(Task work)
        {
            await work.ConfigureAwait(false);
            return Environment.CurrentManagedThreadId;
        }
    }

    [Fact]
    public async Task What_it_throws_is_thrown_where_it_is_awaited() =>
        _ = await Assert.ThrowsAsync<InvalidDataException>(() => BackgroundThread.RunAsync<int>(() => throw new InvalidDataException()));
}
