namespace Orleans.Reco.Tests;

/// <summary>Waits for what the system does by itself in the background, with a deadline.</summary>
internal static class Eventually
{
    public static async Task TrueAsync(Func<Task<bool>> condition, int seconds = 20)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
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
