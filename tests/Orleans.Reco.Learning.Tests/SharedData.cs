namespace Orleans.Reco.Learning.Tests;

/// <summary>Public data sets in a folder <c>shared/data</c> beside the repository.</summary>
internal static class SharedData
{
    /// <summary>The path of a file, or the test is skipped.</summary>
    public static string Require(string relative)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "shared", "data", relative);
            if (File.Exists(path))
            {
                return path;
            }
        }

        Assert.Skip($"shared/data/{relative} is not beside the repository.");
        return "";
    }
}
