namespace Orleans.Reco.LoadTests;

/// <summary>A copy of a folder, for a run that changes what others are to find as it was.</summary>
internal sealed class TemporaryCopy : IDisposable
{
    private TemporaryCopy(string folder) => Folder = folder;

    public string Folder { get; }

    public static TemporaryCopy Of(string folder)
    {
        var copy = Directory.CreateTempSubdirectory("reco-copy-").FullName;
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return new TemporaryCopy(copy);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
