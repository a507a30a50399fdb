namespace Orleans.Reco.Learning;

/// <summary>The same order for everybody: weighted interactions, older ones counting less where a half-life is given.</summary>
public sealed class PopularityModel : IFittedModel
{
    private readonly float[] _scores;

    private PopularityModel(float[] scores, TimeSpan? halfLife) => (_scores, HalfLife) = (scores, halfLife);

    /// <inheritdoc/>
    public string Name => "popularity";

    /// <inheritdoc/>
    public int Items => _scores.Length;

    /// <summary>The age at which an interaction counts half; null where age does not matter.</summary>
    public TimeSpan? HalfLife { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double> Choices { get; } = new Dictionary<string, double>();

    /// <summary>The score of each item, 0 or more, shape <c>[items]</c>.</summary>
    public ReadOnlyMemory<float> Scores => _scores;

    /// <summary>Counts the interactions before a time.</summary>
    public static PopularityModel Fit(InteractionDataset dataset, long before, TimeSpan? halfLife = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var scores = new double[dataset.Items.Count];
        var end = dataset.Events.Where(e => e.UnixSeconds < before).Select(e => e.UnixSeconds).DefaultIfEmpty().Max();
        foreach (var e in dataset.Events)
        {
            if (e.UnixSeconds < before)
            {
                var age = halfLife is { } h ? Math.Pow(0.5, (end - e.UnixSeconds) / h.TotalSeconds) : 1.0;
                scores[e.Item - 1] += age * dataset.WeightOf(e);
            }
        }

        return new PopularityModel(Array.ConvertAll(scores, s => (float)Math.Max(s, 0)), halfLife);
    }

    /// <summary>Takes scores that were counted before, shape <c>[items]</c>.</summary>
    public static PopularityModel FromScores(ReadOnlyMemory<float> scores) => new(scores.ToArray(), halfLife: null);

    /// <inheritdoc/>
    public void Score(IReadOnlyList<ReadOnlyMemory<DatasetEvent>> histories, Memory<float> scores)
    {
        ArgumentNullException.ThrowIfNull(histories);
        for (var i = 0; i < histories.Count; i++)
        {
            _scores.CopyTo(scores.Span[(i * Items)..]);
        }
    }

    /// <inheritdoc/>
    public ModelExport Export() => new()
    {
        Dimension = 1,
        MaxLength = 1,
        ItemVectors = _scores,
        Encode = Inference.ConstantEncoderGraph.Build(),
    };

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
