using Orleans.Services;

namespace Orleans.Reco.Grains;

/// <summary>The one per silo that takes what every silo must have: catalog changes, signals, models.</summary>
[Alias("reco.ISiloAgent")]
internal interface ISiloAgent : IGrainService
{
    /// <summary>Applies a catalog change to the silo's view, at once.</summary>
    [Alias("ApplyCatalog")]
    Task ApplyCatalog(string tenant, CatalogDelta delta);

    /// <summary>Applies signals to the silo's view.</summary>
    [Alias("ApplySignals")]
    Task ApplySignals(string tenant, ItemSignals[] signals);

    /// <summary>Fetches, verifies and loads a bundle, without serving it.</summary>
    [Alias("StageModel")]
    Task StageModel(string tenant, string version);

    /// <summary>Serves a bundle from now on; stages it first where that did not happen.</summary>
    [Alias("ActivateModel")]
    Task ActivateModel(string tenant, string version);

    /// <summary>Seals the silo's part of the event log, so that training sees it.</summary>
    [Alias("FlushEventLog")]
    Task FlushEventLog();
}
