namespace Orleans.Reco.Storage;

/// <summary>A file of the log in a local place for as long as it is not disposed.</summary>
/// <param name="path">Where.</param>
/// <param name="isCopy">Whether it was made for the caller and goes with it.</param>
internal sealed class LocalFile(string path, bool isCopy) : IDisposable
{
    /// <summary>Where it is; the caller reads and never writes it.</summary>
    public string Path => path;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (isCopy)
        {
            File.Delete(path);
        }
    }
}
