namespace Orleans.Reco.Storage;

/// <summary>What <see cref="IEventLogMaintenance.RunAsync"/> did.</summary>
/// <param name="Compacted">Files that others have taken the place of.</param>
/// <param name="Expired">Files of days past their retention, removed.</param>
/// <param name="RowsRemoved">Rows of erased users, and rows that were there twice.</param>
/// <param name="Damaged">Files that could not be read and stay as they are; the log names them.</param>
public sealed record EventLogPass(int Compacted, int Expired, long RowsRemoved, int Damaged);
