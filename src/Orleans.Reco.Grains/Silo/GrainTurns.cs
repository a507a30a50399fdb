using Orleans.Runtime;

namespace Orleans.Reco.Grains;

/// <summary>Work on a grain's own turns that is not a call: it does not keep a grain in memory that is about to leave. May be queued from anywhere.</summary>
internal static class GrainTurns
{
    /// <summary>Queues work; the task ends with it.</summary>
    public static Task QueueWork(this IGrainContext grain, Func<Task> work)
    {
        var task = new Task<Task>(work);
        grain.Scheduler.QueueTask(task);
        return task.Unwrap();
    }

    /// <inheritdoc cref="QueueWork(IGrainContext, Func{Task})"/>
    public static Task<T> QueueWork<T>(this IGrainContext grain, Func<Task<T>> work)
    {
        var task = new Task<Task<T>>(work);
        grain.Scheduler.QueueTask(task);
        return task.Unwrap();
    }
}
