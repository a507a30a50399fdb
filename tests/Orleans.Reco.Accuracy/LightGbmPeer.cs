using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.LightGbm;
using Orleans.Reco.Learning;

namespace Orleans.Reco.Accuracy;

/// <summary>
/// LightGBM (Ke et al., NeurIPS 2017) through ML.NET on the features of a ranking dataset: numbers as they are, and a column for each id
/// of each field. Past events have no place in a table and are left out.
/// </summary>
internal static class LightGbmPeer
{
    /// <summary>Learns, stopping by the validation log loss.</summary>
    /// <returns>Probabilities of the validation and the test rows.</returns>
    public static (float[] Validation, float[] Test) Fit(RankingSplit split, int leaves, double learningRate, int minRows, double share, int seed)
    {
        var context = new MLContext(seed);
        var width = split.Train.Schema.Fields.Sum(f => f.Size) + split.Train.Schema.Numbers.Count;
        var definition = SchemaDefinition.Create(typeof(Row));
        definition[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, width);
        IDataView View(RankingDataset rows) => context.Data.LoadFromEnumerable(Rows(rows, width), definition);
        var trainer = context.BinaryClassification.Trainers.LightGbm(new LightGbmBinaryTrainer.Options
        {
            NumberOfIterations = 2_000,
            EarlyStoppingRound = 50,
            EvaluationMetric = LightGbmBinaryTrainer.Options.EvaluateMetricType.Logloss,
            NumberOfLeaves = leaves,
            LearningRate = learningRate,
            MinimumExampleCountPerLeaf = minRows,
            NumberOfThreads = 1,
            Seed = seed,
            Booster = new GradientBooster.Options { FeatureFraction = share, SubsampleFraction = share, SubsampleFrequency = 1 },
        });
        var validation = View(split.Validation);
        var model = trainer.Fit(View(split.Train), validation);
        float[] Probabilities(IDataView view) => [.. model.Transform(view).GetColumn<float>("Probability")];
        return (Probabilities(validation), Probabilities(View(split.Test)));
    }

    private static IEnumerable<Row> Rows(RankingDataset rows, int width)
    {
        var (fields, numbers) = (rows.Schema.Fields.Count, rows.Schema.Numbers.Count);
        var offsets = new int[fields];
        for (var f = 1; f < fields; f++)
        {
            offsets[f] = offsets[f - 1] + rows.Schema.Fields[f - 1].Size;
        }

        for (var row = 0; row < rows.Count; row++)
        {
            var indices = new int[fields + numbers];
            var values = new float[indices.Length];
            for (var f = 0; f < fields; f++)
            {
                (indices[f], values[f]) = (offsets[f] + rows.Ids[(row * fields) + f], 1);
            }

            for (var n = 0; n < numbers; n++)
            {
                (indices[fields + n], values[fields + n]) = (width - numbers + n, rows.Numbers[(row * numbers) + n]);
            }

            yield return new Row { Label = rows.Labels[row] > 0, Features = new VBuffer<float>(width, indices.Length, values, indices) };
        }
    }

    private sealed class Row
    {
        public bool Label { get; set; }

        public VBuffer<float> Features { get; set; }
    }
}
