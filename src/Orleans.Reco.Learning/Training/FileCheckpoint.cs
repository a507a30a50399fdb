namespace Orleans.Reco.Learning;

/// <summary>A checkpoint in a file.</summary>
internal sealed class FileCheckpoint(string file) : ITrainingCheckpoint
{
    public byte[]? TryRead() => File.Exists(file) ? File.ReadAllBytes(file) : null;

    public void Write(byte[] state)
    {
        var temporary = file + ".tmp";
        File.WriteAllBytes(temporary, state);
        File.Move(temporary, file, overwrite: true);
    }
}
