namespace Orleans.Reco.Inference;

/// <summary>How the nearest items of a user are found.</summary>
public enum RetrievalMode
{
    /// <summary>As a graph where graphs run on a GPU, by a scan on the processor.</summary>
    Auto = 0,

    /// <summary>As a graph on the execution provider, whatever it is.</summary>
    Graph = 1,

    /// <summary>By a scan on the processor.</summary>
    Scan = 2,
}
