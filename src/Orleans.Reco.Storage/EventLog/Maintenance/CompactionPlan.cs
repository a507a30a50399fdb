namespace Orleans.Reco.Storage;

/// <summary>Which files of a partition are worth putting together.</summary>
internal static class CompactionPlan
{
    /// <summary>Groups of small files, each of two or more with about the target size together at most. Large files stay alone.</summary>
    /// <param name="files">The files of one partition, oldest first.</param>
    /// <param name="targetBytes">The size of a file that is large enough.</param>
    public static List<List<LogFile>> Groups(IEnumerable<LogFile> files, long targetBytes)
    {
        var (groups, group, bytes) = (new List<List<LogFile>>(), new List<LogFile>(), 0L);
        foreach (var file in files.Where(file => file.Bytes < targetBytes / 2))
        {
            if (bytes + file.Bytes > targetBytes)
            {
                groups.Add(group);
                (group, bytes) = ([], 0);
            }

            group.Add(file);
            bytes += file.Bytes;
        }

        groups.Add(group);
        return groups.FindAll(found => found.Count > 1);
    }
}
