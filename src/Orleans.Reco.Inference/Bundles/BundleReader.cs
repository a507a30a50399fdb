using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Unicode;

namespace Orleans.Reco.Inference;

/// <summary>Reads a folder into a <see cref="ModelBundle"/> and trusts nothing that the manifest's hashes do not cover.</summary>
internal sealed class BundleReader(string folder)
{
    private const int PieceBytes = 128 << 10;

    public ModelBundle Read()
    {
        var manifest = ReadManifest();
        VerifyOtherFiles(manifest);
        var ids = ReadVocabulary(manifest);
        var vectors = ReadArray<float>(manifest, BundleFiles.ItemVectors, manifest.Dimension);
        RequireFinite(BundleFiles.ItemVectors, vectors);
        var popularity = ReadArray<float>(manifest, BundleFiles.Popularity, 1);
        RequireFinite(BundleFiles.Popularity, popularity);
        return new ModelBundle(manifest, ids, vectors, popularity, Verify(manifest, BundleFiles.Encode))
        {
            Neighbours = ReadNeighbours(manifest),
            NeighbourScores = ReadNeighbourScores(manifest),
            Step = manifest.StateDimension > 0 ? Verify(manifest, BundleFiles.Step) : null,
            Scores = manifest.Files.ContainsKey(BundleFiles.Scores) ? Verify(manifest, BundleFiles.Scores) : null,
            Ranker = manifest.Files.ContainsKey(BundleFiles.Ranker) ? Verify(manifest, BundleFiles.Ranker) : null,
            Content = manifest.Content is null ? null : Verify(manifest, BundleFiles.Content),
        };
    }

    public BundleManifest ReadManifest()
    {
        var bytes = ReadValues<byte>(BundleFiles.Manifest, _ => { });
        BundleManifest? manifest;
        try
        {
            manifest = JsonSerializer.Deserialize(bytes, BundleJsonContext.Default.BundleManifest);
        }
        catch (JsonException exception)
        {
            throw Invalid(BundleFiles.Manifest, $"is not a manifest: {exception.Message}", exception);
        }

        if (manifest is null)
        {
            throw Invalid(BundleFiles.Manifest, "is empty");
        }

        if (manifest.SchemaVersion != BundleManifest.CurrentSchema)
        {
            throw Invalid(
                BundleFiles.Manifest,
                $"schemaVersion is {manifest.SchemaVersion}; this program reads {BundleManifest.CurrentSchema}");
        }

        if (!BundleVersion.IsValid(manifest.Version))
        {
            throw Invalid(BundleFiles.Manifest, $"version '{manifest.Version}' is not of the form yyyyMMddTHHmmssZ-xxxxxxxx");
        }

        RequireRange("dimension", manifest.Dimension, 1, 4096);
        RequireRange("stateDimension", manifest.StateDimension, 0, 8192);
        RequireRange("maxLength", manifest.MaxLength, 1, 10_000);
        RequireRange("items", manifest.Items, 1, 100_000_000);
        RequireRange("neighbours", manifest.Neighbours, 0, 1000);
        if (!float.IsFinite(manifest.NeighbourWeight) || manifest.NeighbourWeight < 0)
        {
            throw Invalid(BundleFiles.Manifest, $"neighbourWeight is {manifest.NeighbourWeight}; 0 or more is allowed");
        }

        if (manifest.EventTypes.Values.Any(index => index < 1))
        {
            throw Invalid(BundleFiles.Manifest, "eventTypes must have indices from 1");
        }

        if (manifest.EventTypes.Keys.FirstOrDefault(code => !byte.TryParse(code, out _)) is { } wrong)
        {
            throw Invalid(BundleFiles.Manifest, $"eventTypes has the key '{wrong}'; an interaction type code, 0 to 255, is allowed");
        }

        if (manifest.RankerFeatures.FirstOrDefault(name => !RankerFeatures.IsKnown(name)) is { } unknown)
        {
            throw Invalid(BundleFiles.Manifest, $"rankerFeatures has '{unknown}'; known: {string.Join(", ", RankerFeatures.All)}");
        }

        if (!Enum.IsDefined(manifest.RankerPrecision))
        {
            throw Invalid(BundleFiles.Manifest, $"rankerPrecision is {manifest.RankerPrecision}; known: float32, int8");
        }

        if (manifest.Content is { } content)
        {
            RequireRange("content.scheme", content.Scheme, ContentFeatures.CurrentScheme, ContentFeatures.CurrentScheme);
            RequireRange("content.buckets", content.Buckets, 2, 1 << 24);
            RequireRange("content.maxTokens", content.MaxTokens, 1, 4096);
        }

        return manifest;
    }

    // Files that serving does not read (reports, say) are still part of what was published.
    private void VerifyOtherFiles(BundleManifest manifest)
    {
        foreach (var name in manifest.Files.Keys)
        {
            if (name != Path.GetFileName(name) || name is "" or "." or ".." || name == BundleFiles.Manifest)
            {
                throw Invalid(BundleFiles.Manifest, $"files has '{name}', which is not the plain name of another file");
            }

            if (!IsServed(name))
            {
                _ = Verify(manifest, name);
            }
        }
    }

    private static bool IsServed(string name) =>
        name is BundleFiles.Vocabulary or BundleFiles.ItemVectors or BundleFiles.Neighbours or BundleFiles.NeighbourScores
            or BundleFiles.Popularity or BundleFiles.Step or BundleFiles.Encode or BundleFiles.Scores
            or BundleFiles.Ranker or BundleFiles.Content;

    private ItemVocabulary ReadVocabulary(BundleManifest manifest)
    {
        var bytes = ReadFile(manifest, BundleFiles.Vocabulary);
        if (!string.Equals(manifest.VocabularyHash, manifest.Files[BundleFiles.Vocabulary].Sha256, StringComparison.OrdinalIgnoreCase))
        {
            throw Invalid(BundleFiles.Manifest, "vocabularyHash is not the hash of the vocabulary file");
        }

        if (!Utf8.IsValid(bytes))
        {
            throw Invalid(BundleFiles.Vocabulary, "is not UTF-8");
        }

        try
        {
            var vocabulary = ItemVocabulary.Parse(bytes);
            return vocabulary.Count == manifest.Items
                ? vocabulary
                : throw Invalid(BundleFiles.Vocabulary, $"has {vocabulary.Count} lines; the manifest says {manifest.Items} items");
        }
        catch (FormatException exception)
        {
            throw Invalid(BundleFiles.Vocabulary, exception.Message, exception);
        }
    }

    private int[] ReadNeighbours(BundleManifest manifest)
    {
        if (manifest.Neighbours == 0)
        {
            return [];
        }

        var neighbours = ReadArray<int>(manifest, BundleFiles.Neighbours, manifest.Neighbours);
        if (neighbours.Any(index => index < 0 || index > manifest.Items))
        {
            throw Invalid(BundleFiles.Neighbours, $"holds an index outside 0 to {manifest.Items}");
        }

        return neighbours;
    }

    private float[] ReadNeighbourScores(BundleManifest manifest)
    {
        if (manifest.Neighbours == 0)
        {
            return [];
        }

        var scores = ReadArray<float>(manifest, BundleFiles.NeighbourScores, manifest.Neighbours);
        RequireFinite(BundleFiles.NeighbourScores, scores);
        return scores;
    }

    private T[] ReadArray<T>(BundleManifest manifest, string name, int columns)
        where T : unmanaged
    {
        var values = ReadFile<T>(manifest, name, columns);
        BundleArrays.FromLittleEndian<T>(values);
        return values;
    }

    private byte[] ReadFile(BundleManifest manifest, string name) => ReadFile<byte>(manifest, name, columns: null);

    /// <summary>Reads a file into the array that it is used from: a second copy of the large ones is a burden while others are served.</summary>
    private T[] ReadFile<T>(BundleManifest manifest, string name, int? columns)
        where T : unmanaged
    {
        var expected = Expected(manifest, name);
        var needed = (long?)manifest.Items * columns * BundleArrays.ValueSize;
        var values = ReadValues<T>(name, length =>
        {
            RequireLength(name, length, expected);
            if (length != (needed ?? length))
            {
                throw Invalid(name, $"has {length} bytes; the shape [{manifest.Items}, {columns}] needs {needed}");
            }
        });
        RequireHash(name, SHA256.HashData(MemoryMarshal.AsBytes(values.AsSpan())), expected);
        return values;
    }

    /// <summary>Verifies a file that others read, a piece at a time.</summary>
    /// <returns>Its path.</returns>
    private string Verify(BundleManifest manifest, string name)
    {
        var expected = Expected(manifest, name);
        return Read(name, content =>
        {
            RequireLength(name, content.Length, expected);
            RequireHash(name, SHA256.HashData(content), expected);
            return Path.Combine(folder, name);
        });
    }

    private T[] ReadValues<T>(string name, Action<long> check)
        where T : unmanaged => Read(name, content =>
        {
            check(content.Length);
            var values = GC.AllocateUninitializedArray<T>(checked((int)(content.Length / Unsafe.SizeOf<T>())));
            content.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
            return values;
        });

    private T Read<T>(string name, Func<FileStream, T> read)
    {
        try
        {
            using var content = new FileStream(
                Path.Combine(folder, name), FileMode.Open, FileAccess.Read, FileShare.Read, PieceBytes, FileOptions.SequentialScan);
            return read(content);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Invalid(name, $"is missing in '{folder}'", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Invalid(name, $"cannot be read: {exception.Message}", exception);
        }
    }

    private static BundleFile Expected(BundleManifest manifest, string name) =>
        manifest.Files.TryGetValue(name, out var expected) && expected is not null ? expected : throw Invalid(name, "is not in the manifest");

    private static void RequireLength(string name, long length, BundleFile expected)
    {
        if (length != expected.Bytes)
        {
            throw Invalid(name, $"has {length} bytes; the manifest says {expected.Bytes}");
        }
    }

    private static void RequireHash(string name, byte[] hash, BundleFile expected)
    {
        if (!string.Equals(Convert.ToHexStringLower(hash), expected.Sha256, StringComparison.OrdinalIgnoreCase))
        {
            throw Invalid(name, "does not have the SHA-256 that the manifest says");
        }
    }

    private static void RequireRange(string field, int value, int min, int max)
    {
        if (value < min || value > max)
        {
            throw Invalid(BundleFiles.Manifest, $"{field} is {value}; {min} to {max} is allowed");
        }
    }

    private static void RequireFinite(string file, ReadOnlySpan<float> values)
    {
        foreach (var value in values)
        {
            if (!float.IsFinite(value))
            {
                throw Invalid(file, "holds a value that is not a finite number");
            }
        }
    }

    private static InvalidBundleException Invalid(string file, string reason, Exception? inner = null) => new(file, reason, inner);
}
