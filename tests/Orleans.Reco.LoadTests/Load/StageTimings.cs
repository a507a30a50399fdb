using System.Diagnostics.Metrics;
using Orleans.Reco.Inference;

namespace Orleans.Reco.LoadTests;

/// <summary>Listens to the scoring workers of this process.</summary>
internal sealed class StageTimings : IDisposable
{
    private readonly Dictionary<string, double> _milliseconds = [];
    private readonly MeterListener _listener = new();
    private long _queries;
    private long _batches;
    private double _waited;

    public StageTimings()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == ScoringInstruments.MeterName)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>(OnTime);
        _listener.SetMeasurementEventCallback<int>((_, size, _, _) => OnBatch(size));
        _listener.Start();
    }

    /// <summary>Processor time of the scoring thread for each query by stage, milliseconds; mean batch size and mean wait.</summary>
    public StageSummary Take()
    {
        lock (_milliseconds)
        {
            var queries = Math.Max(1, _queries);
            var summary = new StageSummary(
                _milliseconds.ToDictionary(stage => stage.Key, stage => stage.Value / queries),
                (double)_queries / Math.Max(1, _batches),
                _waited / queries);
            _milliseconds.Clear();
            (_queries, _batches, _waited) = (0, 0, 0);
            return summary;
        }
    }

    public void Dispose() => _listener.Dispose();

    private void OnTime(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        lock (_milliseconds)
        {
            if (instrument.Name == "reco.scoring.queue.wait")
            {
                _waited += value;
            }
            else
            {
                var stage = (string)tags[0].Value!;
                _milliseconds[stage] = _milliseconds.GetValueOrDefault(stage) + value;
            }
        }
    }

    private void OnBatch(int size)
    {
        lock (_milliseconds)
        {
            _queries += size;
            _batches++;
        }
    }
}

/// <summary>What scoring workers did for the average query.</summary>
/// <param name="Milliseconds">By stage, the batch's time divided by its queries.</param>
/// <param name="BatchSize">Queries of a batch.</param>
/// <param name="QueueWait">Milliseconds between arrival and start.</param>
internal sealed record StageSummary(IReadOnlyDictionary<string, double> Milliseconds, double BatchSize, double QueueWait)
{
    /// <summary>The batch size to measure a floor with.</summary>
    public int WholeBatch => Math.Max(1, (int)Math.Round(BatchSize));
}
