namespace Orleans.Reco.Learning;

/// <summary>A piece of a history to train on: its events, of which each but the first is a target of those before it.</summary>
/// <param name="Events">Oldest first, 2 or more.</param>
internal readonly record struct SequenceWindow(ReadOnlyMemory<DatasetEvent> Events);
