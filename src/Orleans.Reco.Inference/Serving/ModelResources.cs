using System.Runtime.InteropServices;
using Orleans.Reco.Core;

namespace Orleans.Reco.Inference;

/// <summary>
/// What all bindings of one loaded bundle share: arrays, vocabulary and native sessions. Counted by users, each binding in service
/// and each lease being one; the sessions are disposed with the last.
/// </summary>
internal sealed class ModelResources
{
    private readonly ContentSession? _content;
    private int _users = 1;

    public ModelResources(ModelBundle bundle, SessionFactory factory)
    {
        Manifest = bundle.Manifest;

        var vectors = ArrayOf(bundle.ItemVectors);
        Vectors = new ItemVectors(vectors, Manifest.Dimension, OrdinalRows.None(Manifest.Items));
        Popularity = ArrayOf(bundle.Popularity);
        NeighbourScores = ArrayOf(bundle.NeighbourScores);
        NeighbourRows = RowsOf(bundle.Neighbours.Span);
        Vocabulary = bundle.Vocabulary;
        foreach (var (code, index) in Manifest.EventTypes)
        {
            EventIndices[byte.Parse(code, System.Globalization.CultureInfo.InvariantCulture)] = index;
        }

        Encoder = new EncoderSession(factory, bundle);
        try
        {
            Scores = ScoresSession.TryCreate(factory, bundle);
            Ranker = RankerSession.TryCreate(factory, bundle);
            SplitRanker = SplitRanker.TryCreate(factory, bundle);
            _content = ContentSession.TryCreate(factory, bundle);
            Retrieval = Scores is null ? RetrievalSession.TryCreate(factory, Vectors) : null;
            Lists = Retrieval is null ? VocabularyLists.TryBuild(this, factory) : null;
        }
        catch
        {
            Retrieval?.Dispose();
            _content?.Dispose();
            SplitRanker?.Dispose();
            Ranker?.Dispose();
            Encoder.Dispose();
            Scores?.Dispose();
            throw;
        }

        Content = _content is null ? null : new ContentRows(_content, vectors, Manifest.Items);
    }

    public BundleManifest Manifest { get; }

    public EncoderSession Encoder { get; }

    public ScoresSession? Scores { get; }

    public RankerSession? Ranker { get; }

    /// <summary>The same ranker user by user; null where it cannot be.</summary>
    public SplitRanker? SplitRanker { get; }

    /// <summary>Searches the vectors of the vocabulary; null where they are scanned.</summary>
    public RetrievalSession? Retrieval { get; }

    /// <summary>Vectors of items outside the vocabulary; null where the bundle has no content tower.</summary>
    public ContentRows? Content { get; }

    /// <summary>Vectors of the vocabulary, of no catalog yet.</summary>
    public ItemVectors Vectors { get; }

    /// <summary>An inverted file over <see cref="Vectors"/>; null where retrieval looks at all of them.</summary>
    public InvertedIndex? Lists { get; }

    public float[] Popularity { get; }

    public int[] NeighbourRows { get; }

    public float[] NeighbourScores { get; }

    public ItemVocabulary Vocabulary { get; }

    public int[] EventIndices { get; } = new int[256];

    public bool IsReleased => Volatile.Read(ref _users) == 0;

    /// <summary>Adds a user, unless the last one has left.</summary>
    public bool TryAddUser()
    {
        var users = Volatile.Read(ref _users);
        while (users > 0)
        {
            var seen = Interlocked.CompareExchange(ref _users, users + 1, users);
            if (seen == users)
            {
                return true;
            }

            users = seen;
        }

        return false;
    }

    public void Release()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            Encoder.Dispose();
            Scores?.Dispose();
            Ranker?.Dispose();
            SplitRanker?.Dispose();
            _content?.Dispose();
            Retrieval?.Dispose();
            FreedMemory.GiveBackSoon();
        }
    }

    /// <summary>A bundle is read for one model, so that its arrays need not be there twice.</summary>
    private static float[] ArrayOf(ReadOnlyMemory<float> values) =>
        MemoryMarshal.TryGetArray(values, out var segment) && segment.Array is { } array && array.Length == segment.Count ? array : values.ToArray();

    // Vocabulary index i is row i - 1, and so the index 0 of "none" becomes the -1 that the table takes for none.
    private static int[] RowsOf(ReadOnlySpan<int> indices)
    {
        var rows = new int[indices.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = indices[i] - 1;
        }

        return rows;
    }
}
