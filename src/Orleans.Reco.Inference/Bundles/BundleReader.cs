using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Orleans.Reco.Inference;

/// <summary>Reads a folder into a <see cref="ModelBundle"/> and trusts nothing that the manifest's hashes do not cover.</summary>
internal sealed class BundleReader(string folder)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public ModelBundle Read()
    {
        var manifest = ReadManifest();
        VerifyOtherFiles(manifest);
        var ids = ReadVocabulary(manifest);
        var vectors = ReadArray<float>(manifest, BundleFiles.ItemVectors, manifest.Dimension);
        RequireFinite(BundleFiles.ItemVectors, vectors);
        var popularity = ReadArray<float>(manifest, BundleFiles.Popularity, 1);
        RequireFinite(BundleFiles.Popularity, popularity);
        return new ModelBundle(manifest, ids, vectors, popularity, ReadFile(manifest, BundleFiles.Encode))
        {
            Neighbours = ReadNeighbours(manifest),
            NeighbourScores = ReadNeighbourScores(manifest),
            Step = manifest.StateDimension > 0 ? ReadFile(manifest, BundleFiles.Step) : null,
            Scores = manifest.Files.ContainsKey(BundleFiles.Scores) ? ReadFile(manifest, BundleFiles.Scores) : null,
            Ranker = manifest.Files.ContainsKey(BundleFiles.Ranker) ? ReadFile(manifest, BundleFiles.Ranker) : null,
            Content = manifest.Content is null ? null : ReadFile(manifest, BundleFiles.Content),
        };
    }

    public BundleManifest ReadManifest()
    {
        var bytes = ReadBytes(BundleFiles.Manifest);
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
                _ = ReadFile(manifest, name);
            }
        }
    }

    private static bool IsServed(string name) =>
        name is BundleFiles.Vocabulary or BundleFiles.ItemVectors or BundleFiles.Neighbours or BundleFiles.NeighbourScores
            or BundleFiles.Popularity or BundleFiles.Step or BundleFiles.Encode or BundleFiles.Scores
            or BundleFiles.Ranker or BundleFiles.Content;

    private string[] ReadVocabulary(BundleManifest manifest)
    {
        var bytes = ReadFile(manifest, BundleFiles.Vocabulary);
        if (!string.Equals(manifest.VocabularyHash, manifest.Files[BundleFiles.Vocabulary].Sha256, StringComparison.OrdinalIgnoreCase))
        {
            throw Invalid(BundleFiles.Manifest, "vocabularyHash is not the hash of the vocabulary file");
        }

        string text;
        try
        {
            text = Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException exception)
        {
            throw Invalid(BundleFiles.Vocabulary, "is not UTF-8", exception);
        }

        var lines = text.EndsWith('\n') ? text[..^1].Split('\n') : text.Split('\n');
        if (lines.Length != manifest.Items)
        {
            throw Invalid(BundleFiles.Vocabulary, $"has {lines.Length} lines; the manifest says {manifest.Items} items");
        }

        var seen = new HashSet<string>(lines.Length, StringComparer.Ordinal);
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Length == 0 || !seen.Add(lines[i]))
            {
                throw Invalid(BundleFiles.Vocabulary, $"line {i + 1} is empty or there twice");
            }
        }

        return lines;
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
        var bytes = ReadFile(manifest, name);
        var expected = (long)manifest.Items * columns * BundleArrays.ValueSize;
        return bytes.Length == expected
            ? BundleArrays.FromBytes<T>(bytes)
            : throw Invalid(name, $"has {bytes.Length} bytes; the shape [{manifest.Items}, {columns}] needs {expected}");
    }

    private byte[] ReadFile(BundleManifest manifest, string name)
    {
        if (!manifest.Files.TryGetValue(name, out var expected) || expected is null)
        {
            throw Invalid(name, "is not in the manifest");
        }

        var bytes = ReadBytes(name);
        if (bytes.Length != expected.Bytes)
        {
            throw Invalid(name, $"has {bytes.Length} bytes; the manifest says {expected.Bytes}");
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        return string.Equals(hash, expected.Sha256, StringComparison.OrdinalIgnoreCase)
            ? bytes
            : throw Invalid(name, "does not have the SHA-256 that the manifest says");
    }

    private byte[] ReadBytes(string name)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(folder, name));
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
