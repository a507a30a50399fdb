using Orleans.Reco.Inference;

namespace Orleans.Reco.Learning;

/// <summary>What a training run made.</summary>
public sealed record TrainingResult
{
    /// <summary>The folder of the bundle.</summary>
    public required string BundleFolder { get; init; }

    /// <summary>Its manifest as written.</summary>
    public required BundleManifest Manifest { get; init; }

    /// <summary>Every model on the holdout, under one protocol.</summary>
    public required MetricsTable MetricsTable { get; init; }

    /// <summary>The cleaning of the event-log segments; null where a dataset folder was given.</summary>
    public CleaningReport? Cleaning { get; init; }

    /// <summary>How long the run took.</summary>
    public required TimeSpan Duration { get; init; }
}
