namespace Orleans.Reco.Storage.Tests;

/// <summary>The folder of the harness.</summary>
public sealed class FolderTestStore : LogTestStore;
