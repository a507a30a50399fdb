namespace Orleans.Reco.Storage;

/// <summary>A file of the event log as its store lists it.</summary>
/// <param name="Name">Its name with '/', as <see cref="EventLogLayout"/> gives it.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Md5">The MD5 of its content, where the store keeps one.</param>
internal sealed record LogFile(string Name, long Bytes, byte[]? Md5 = null);
