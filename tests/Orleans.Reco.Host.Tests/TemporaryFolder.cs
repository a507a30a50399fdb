namespace Orleans.Reco.Tests;

internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("reco-host-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
