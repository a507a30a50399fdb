using Orleans.Reco.Core;
using Orleans.Reco.Inference;

namespace Orleans.Reco.Learning;

/// <summary>A run of one algorithm: which data, which split, which hyper-parameters, and where the bundle goes.</summary>
public sealed record AlgorithmRequest
{
    /// <summary>A dataset folder that <see cref="DatasetImporter"/> wrote.</summary>
    public required string DatasetFolder { get; init; }

    /// <summary>The bundle folder to write; it must not hold a bundle yet.</summary>
    public required string BundleFolder { get; init; }

    /// <summary>The algorithm's name, one of <see cref="ModelAlgorithms"/>.</summary>
    public required string Algorithm { get; init; }

    /// <summary>Hyper-parameters in place of the defaults.</summary>
    public IReadOnlyDictionary<string, double> Parameters { get; init; } = new Dictionary<string, double>();

    /// <summary>What is learnt from, chosen on and measured on. Default: temporal.</summary>
    public SplitConfiguration Split { get; init; } = new();

    /// <summary>The tenant that the bundle is for. Default: <c>default</c>.</summary>
    public string Tenant { get; init; } = "default";

    /// <summary>Seed of everything random. Default: 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Threads of managed code and of measuring; 0 = all cores.</summary>
    public int Threads { get; init; }

    /// <summary>Native threads of torch. Default: 1; 0 = all cores.</summary>
    public int TorchThreads { get; init; } = 1;

    /// <summary>Where a model that trains in epochs keeps its checkpoint; the same request then goes on from there. Null = nowhere.</summary>
    public string? CheckpointFolder { get; init; }

    /// <summary>A bundle of the same algorithm whose weights training starts from. Null = from scratch.</summary>
    public string? ParentBundle { get; init; }

    internal void Validate()
    {
        if (File.Exists(Path.Combine(BundleFolder, BundleFiles.Manifest)))
        {
            throw new DatasetException("output", $"'{BundleFolder}' holds a bundle already; a bundle is never changed. Give another folder.");
        }
    }
}
