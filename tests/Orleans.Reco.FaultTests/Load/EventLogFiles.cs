namespace Orleans.Reco.FaultTests;

/// <summary>The event log's files of a local cluster.</summary>
internal static class EventLogFiles
{
    /// <summary>A folder with all of them.</summary>
    public static Task<string> FolderAsync(ClusterScript script) => Task.FromResult(Path.Combine(script.SharedFolder, "events"));
}
