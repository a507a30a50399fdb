using System.Globalization;
using Orleans.Reco.Inference;

namespace Orleans.Reco.Learning;

/// <summary>Writes the bundle of a model that has learnt.</summary>
public static class ModelBundles
{
    /// <summary>Writes it into a folder that holds none yet.</summary>
    /// <param name="folder">The folder; made where it is missing.</param>
    /// <param name="data">What the model learnt from; its items are the vocabulary.</param>
    /// <param name="algorithm">The algorithm's name, the bundle's architecture.</param>
    /// <param name="parameters">Hyper-parameters and choices, for the record.</param>
    /// <param name="export">The arrays and graphs.</param>
    /// <param name="metrics">What was measured; null = nothing was.</param>
    /// <param name="tenant">The tenant whose events these are.</param>
    /// <param name="version">The bundle's name; null = one of the time and the data's fingerprint.</param>
    /// <param name="parent">The version whose weights training started from; null = it started from scratch.</param>
    /// <param name="time">Tells when it is made.</param>
    /// <param name="seed">The seed, for the record.</param>
    /// <returns>The manifest as it was written.</returns>
    /// <exception cref="InvalidOperationException">The folder holds a bundle already.</exception>
    public static BundleManifest Write(
        string folder,
        InteractionDataset data,
        string algorithm,
        Dictionary<string, string> parameters,
        ModelExport export,
        MetricsTable? metrics,
        string tenant,
        string? version,
        string? parent,
        TimeProvider time,
        int seed)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(export);
        ArgumentNullException.ThrowIfNull(time);
        var now = time.GetUtcNow();
        var fingerprint = data.Fingerprint();
        var popularity = PopularityModel.Fit(data, long.MaxValue).Scores;
        var vectors = export.Scores.IsEmpty ? export.ItemVectors : LogPopularity(popularity);
        var recorded = new Dictionary<string, string>(parameters, StringComparer.Ordinal);
        recorded["seed"] = seed.ToString(CultureInfo.InvariantCulture);
        var manifest = new BundleManifest
        {
            Version = version ?? BundleVersion.Create(now, fingerprint + algorithm),
            Tenant = tenant,
            Parent = parent,
            Architecture = algorithm,
            CreatedAt = now,
            Dimension = export.Scores.IsEmpty ? export.Dimension : 1,
            StateDimension = export.StateDimension,
            MaxLength = export.MaxLength,
            EventTypes = EventTypes(data, export.PositiveEventsOnly),
            TrainedFrom = Time(data.Events.Select(e => e.UnixSeconds).DefaultIfEmpty().Min()),
            TrainedTo = Time(data.Events.Select(e => e.UnixSeconds).DefaultIfEmpty().Max()),
            DataFingerprint = fingerprint,
            Metrics = metrics?.ToDictionary() ?? [],
            Protocol = metrics?.Protocol,
            Parameters = recorded,
        };
        return BundleWriter.Write(folder, manifest, new BundleContents
        {
            ItemIds = data.Items,
            ItemVectors = vectors,
            Popularity = popularity,
            Encode = export.Scores.IsEmpty ? export.Encode : ConstantEncoderGraph.Build(),
            Step = export.Step,
            Scores = export.Scores,
            Others = export.Files,
        });
    }

    private static Dictionary<string, int> EventTypes(InteractionDataset data, bool positiveOnly) =>
        data.Types
            .Select((type, i) => (Type: type, Index: i + 1))
            .Where(t => !positiveOnly || t.Type.SpeaksForItem())
            .ToDictionary(t => ((byte)t.Type.Code).ToString(CultureInfo.InvariantCulture), t => t.Index, StringComparer.Ordinal);

    private static float[] LogPopularity(ReadOnlyMemory<float> popularity) =>
        Array.ConvertAll(popularity.ToArray(), p => MathF.Log(1 + p));

    private static DateTimeOffset Time(long unixSeconds) => DateTimeOffset.FromUnixTimeSeconds(unixSeconds);
}
