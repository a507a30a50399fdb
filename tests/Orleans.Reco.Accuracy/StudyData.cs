namespace Orleans.Reco.Accuracy;

/// <summary>Public data sets in a folder <c>shared/data</c> beside the repository.</summary>
internal static class StudyData
{
    /// <summary>The path of a data set's folder.</summary>
    public static string Folder(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "shared", "data", name);
            if (Directory.Exists(path))
            {
                return path;
            }
        }

        throw new DirectoryNotFoundException($"shared/data/{name} is not beside the repository.");
    }
}
