namespace Orleans.Reco.Learning;

/// <summary>Keeps the last state of an encoder's training, so that another process can go on from it.</summary>
public interface ITrainingCheckpoint
{
    /// <summary>What was written last; null = nothing.</summary>
    byte[]? TryRead();

    /// <summary>Replaces what is kept: a crash leaves the old or the new, whole.</summary>
    void Write(byte[] state);
}
