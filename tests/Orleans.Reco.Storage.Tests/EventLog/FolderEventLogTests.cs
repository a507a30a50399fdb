namespace Orleans.Reco.Storage.Tests;

public sealed class FolderEventLogTests() : EventLogConformance(new FolderTestStore());
