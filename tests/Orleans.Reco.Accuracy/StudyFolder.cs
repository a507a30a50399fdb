namespace Orleans.Reco.Accuracy;

/// <summary>A temporary folder that is gone after the study.</summary>
internal sealed class StudyFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("reco-study-");

    public string In(string name) => Path.Combine(_folder.FullName, name);

    public void Dispose() => _folder.Delete(recursive: true);
}
