namespace Orleans.Reco.Core;

/// <summary>
/// Work that nobody waits for and that takes milliseconds of a core or more. On a pool thread it would keep grain turns and scoring from
/// that core for as long.
/// </summary>
/// <remarks>
/// Where all cores are busy it goes on slowly, with a hundredth of one beside scoring threads and half of that beside others (Linux), and makes
/// up for it when they are not. So nothing that a request waits for may be done here.
/// </remarks>
public static class BackgroundThread
{
    /// <summary>
    /// Runs it on a thread of its own, which stands back behind all others of the process (<see cref="ThreadNiceness.StandBack()"/>). What awaits it
    /// does not go on there: it may take locks.
    /// </summary>
    public static Task<T> RunAsync<T>(Func<T> work) => Task.Factory.StartNew(
        () =>
        {
            ThreadNiceness.StandBack();
            return work();
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach | TaskCreationOptions.RunContinuationsAsynchronously,
        TaskScheduler.Default);
}
