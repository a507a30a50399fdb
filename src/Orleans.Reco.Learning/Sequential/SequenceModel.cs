namespace Orleans.Reco.Learning;

/// <summary>A trained encoder.</summary>
internal sealed class SequenceModel(string name, SequenceEncoder encoder, int maxLength, SequenceTrainingResult result) : ISequenceModel
{
    private readonly SequenceScorer _scorer = new(encoder, maxLength, name: name);

    public string Name => name;

    public int Items => encoder.Items;

    public IReadOnlyList<SequenceEpoch> Curve => result.Curve;

    public IReadOnlyDictionary<string, double> Choices { get; } = double.IsNaN(result.BestMetric)
        ? new Dictionary<string, double> { ["bestEpoch"] = result.BestEpoch }
        : new Dictionary<string, double> { ["bestEpoch"] = result.BestEpoch, ["validation.ndcg@10"] = result.BestMetric };

    public void Score(IReadOnlyList<ReadOnlyMemory<DatasetEvent>> histories, Memory<float> scores) => _scorer.Score(histories, scores);

    public ModelExport Export()
    {
        var graphs = encoder.ToGraphs(maxLength, constant: false);
        var weights = encoder.ToWeights();
        return new ModelExport
        {
            Dimension = encoder.Dimension,
            StateDimension = graphs.StateDimension,
            MaxLength = maxLength,
            ItemVectors = encoder.ToItemVectors(),
            Encode = graphs.Encode,
            Step = graphs.Step,
            Files = EncoderFiles.Create(name, weights, result.Curve),
        };
    }

    public void Dispose() => encoder.Dispose();
}
