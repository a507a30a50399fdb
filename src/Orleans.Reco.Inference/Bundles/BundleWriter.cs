using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Orleans.Reco.Inference;

/// <summary>
/// Writes a bundle: first the files, each hashed, the manifest last, so that a folder with a manifest is whole.
/// </summary>
public static class BundleWriter
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Writes the files and the manifest into a folder that has no manifest yet.</summary>
    /// <param name="folder">The folder; made where it is missing.</param>
    /// <param name="manifest">
    /// What the bundle is. Items, neighbours, vocabulary hash and files are set here; the rest is kept as given.
    /// </param>
    /// <param name="contents">The arrays and graphs.</param>
    /// <returns>The manifest as it was written.</returns>
    /// <exception cref="ArgumentException">An array does not have the size of its shape, or an item id cannot stand on a line.</exception>
    /// <exception cref="InvalidOperationException">The folder holds a bundle already.</exception>
    public static BundleManifest Write(string folder, BundleManifest manifest, BundleContents contents)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(contents);
        Validate(manifest, contents);
        var manifestPath = Path.Combine(folder, BundleFiles.Manifest);
        if (File.Exists(manifestPath))
        {
            throw new InvalidOperationException($"'{folder}' holds a bundle already; a bundle is never changed.");
        }

        _ = Directory.CreateDirectory(folder);
        var files = new Dictionary<string, BundleFile>(StringComparer.Ordinal);
        var vocabulary = Utf8.GetBytes(string.Concat(contents.ItemIds.Select(id => id + "\n")));
        Add(BundleFiles.Vocabulary, vocabulary);
        Add(BundleFiles.ItemVectors, BundleArrays.ToBytes(contents.ItemVectors.Span));
        Add(BundleFiles.Popularity, BundleArrays.ToBytes(contents.Popularity.Span));
        Add(BundleFiles.Encode, contents.Encode.Span);
        if (!contents.Neighbours.IsEmpty)
        {
            Add(BundleFiles.Neighbours, BundleArrays.ToBytes(contents.Neighbours.Span));
            Add(BundleFiles.NeighbourScores, BundleArrays.ToBytes(contents.NeighbourScores.Span));
        }

        if (!contents.Step.IsEmpty)
        {
            Add(BundleFiles.Step, contents.Step.Span);
        }

        if (!contents.Scores.IsEmpty)
        {
            Add(BundleFiles.Scores, contents.Scores.Span);
        }

        if (!contents.Ranker.IsEmpty)
        {
            Add(BundleFiles.Ranker, contents.Ranker.Span);
        }

        if (!contents.Content.IsEmpty)
        {
            Add(BundleFiles.Content, contents.Content.Span);
        }

        foreach (var (name, bytes) in contents.Others)
        {
            Add(name, bytes.Span);
        }

        var written = manifest with
        {
            Items = contents.ItemIds.Count,
            Neighbours = contents.Neighbours.Length / contents.ItemIds.Count,
            VocabularyHash = files[BundleFiles.Vocabulary].Sha256,
            Files = files,
        };
        File.WriteAllBytes(manifestPath, JsonSerializer.SerializeToUtf8Bytes(written, BundleJsonContext.Default.BundleManifest));
        return written;

        void Add(string name, ReadOnlySpan<byte> bytes)
        {
            File.WriteAllBytes(Path.Combine(folder, name), bytes);
            files.Add(name, new BundleFile(bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes))));
        }
    }

    private static void Validate(BundleManifest manifest, BundleContents contents)
    {
        var items = contents.ItemIds.Count;
        if (items == 0)
        {
            throw new ArgumentException("A bundle needs at least one item.", nameof(contents));
        }

        var seen = new HashSet<string>(items, StringComparer.Ordinal);
        foreach (var id in contents.ItemIds)
        {
            if (string.IsNullOrEmpty(id) || id.AsSpan().ContainsAny('\r', '\n'))
            {
                throw new ArgumentException($"Item id '{id}' is empty or holds a line break.", nameof(contents));
            }

            if (!seen.Add(id))
            {
                throw new ArgumentException($"Item id '{id}' comes twice.", nameof(contents));
            }
        }

        if (!BundleVersion.IsValid(manifest.Version))
        {
            throw new ArgumentException($"'{manifest.Version}' is not a version of the form yyyyMMddTHHmmssZ-xxxxxxxx.", nameof(manifest));
        }

        Require(nameof(contents.ItemVectors), contents.ItemVectors.Length, (long)items * manifest.Dimension);
        Require(nameof(contents.Popularity), contents.Popularity.Length, items);
        Require(nameof(contents.NeighbourScores), contents.NeighbourScores.Length, contents.Neighbours.Length);
        if (contents.Neighbours.Length % items != 0)
        {
            throw new ArgumentException($"Neighbours has {contents.Neighbours.Length} values, not a whole number for each of {items}.");
        }

        if (contents.Step.IsEmpty != (manifest.StateDimension == 0))
        {
            throw new ArgumentException("A step graph and a state dimension above 0 come together.", nameof(manifest));
        }

        if (contents.Content.IsEmpty != (manifest.Content is null))
        {
            throw new ArgumentException("A content graph and how its inputs are made come together.", nameof(manifest));
        }
    }

    private static void Require(string name, long actual, long expected)
    {
        if (actual != expected)
        {
            throw new ArgumentException($"{name} has {actual} values; its shape needs {expected}.");
        }
    }
}
