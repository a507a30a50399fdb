namespace Orleans.Reco.Storage.Tests;

/// <summary>The longest that a test waits for a signal. Reached only when something is broken.</summary>
internal static class Deadline
{
    public static readonly TimeSpan Time = TimeSpan.FromSeconds(30);

    public static Task OrFail(this Task task) => task.WaitAsync(Time, TestContext.Current.CancellationToken);

    public static Task<T> OrFail<T>(this Task<T> task) => task.WaitAsync(Time, TestContext.Current.CancellationToken);
}
