namespace Orleans.Reco.Learning;

/// <summary>A ranker that is a <see cref="RankerNetwork"/>.</summary>
internal sealed class NetworkRanker(
    string name, string summary, IReadOnlyList<HyperParameter> parameters, Func<ParameterValues, RankerArchitecture> architecture)
    : IRankerAlgorithm
{
    public string Name => name;

    public string Summary => summary;

    public IReadOnlyList<HyperParameter> Parameters => parameters;

    public IFittedRanker Fit(RankerFitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        foreach (var rows in new[] { context.Train, context.Validation })
        {
            if (rows.Count == 0 || rows.Labels.All(l => l == rows.Labels[0]))
            {
                throw new DatasetException("label", "training and validation rows need both labels, 0 and 1.");
            }
        }

        using var session = TorchSession.Begin(context.TorchThreads, context.Seed, context.CancellationToken);
        var shape = architecture(context.Parameters);
        var schema = context.Train.Schema;
        if (shape.AttentionUnits > 0 && schema.HistoryLength == 0)
        {
            throw new DatasetException("history", $"{name} needs rows that carry the user's past; the history length is 0.");
        }

        var layout = RankerLayout.Create(context.Train, shape);
        var network = new RankerNetwork(layout, shape);
        try
        {
            var choices = new RankerTrainer(context, network, layout).Train();
            return new FittedNetworkRanker(name, network, layout, choices);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }
}
