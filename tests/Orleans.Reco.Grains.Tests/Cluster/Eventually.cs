namespace Orleans.Reco.Tests;

/// <summary>Waits for what the system does by itself in the background, with a deadline.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    public static async Task TrueAsync(Func<Task<bool>> condition)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        do
        {
            if (await condition())
            {
                return;
            }
        }
        while (await timer.WaitForNextTickAsync(deadline.Token));
    }
}
