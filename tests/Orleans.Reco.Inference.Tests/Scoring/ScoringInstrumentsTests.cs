using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Orleans.Reco.Inference.Tests;

public class ScoringInstrumentsTests
{
    [Fact]
    public async Task BatchesWaitsAndRefusalsAreCountedByWorker()
    {
        var measured = new ConcurrentQueue<(string Instrument, double Value)>();
        using var listener = Listen("instruments", measured.Enqueue);
        using var scorer = new GatedScorer(open: false);
        var options = new ScoringOptions { MaxWait = TimeSpan.Zero, QueueCapacity = 2, MaxBatch = 8 };
        await using var worker = Scorers.Worker(scorer, options, name: "instruments");
        var query = Scorers.Query();
        var running = worker.Ask(query);
        await scorer.Entered();
        var waiting = worker.Ask(query);
        using var cancellation = new CancellationTokenSource();
        var cancelled = worker.ScoreAsync(query, cancellation.Token).AsTask();
        _ = await Assert.ThrowsAsync<ScoringOverloadedException>(() => worker.Ask(query));
        await cancellation.CancelAsync();
        scorer.Open();
        _ = await Task.WhenAll(running, waiting).InTime();
        var poison = Scorers.Query();
        _ = scorer.Poisoned.Add(poison);
        _ = await Assert.ThrowsAsync<InvalidOperationException>(() => worker.Ask(poison).InTime());
        Assert.True(cancelled.IsCanceled);
        Assert.Equal([1, 1, 1], Values("reco.scoring.batch.size"));
        Assert.Equal(3, Values("reco.scoring.queue.wait").Length);
        Assert.Equal([1], Values("reco.scoring.shed"));
        Assert.Equal([1], Values("reco.scoring.cancelled"));
        Assert.Equal([1], Values("reco.scoring.failed"));

        double[] Values(string instrument) => [.. measured.Where(item => item.Instrument == instrument).Select(item => item.Value)];
    }

    [Fact]
    public async Task AListenerThatThrowsDoesNotStopTheWorker()
    {
        using var listener = Listen("faulty", _ => throw new InvalidTimeZoneException());
        using var scorer = new GatedScorer();
        await using var worker = Scorers.Worker(scorer, new ScoringOptions(), name: "faulty");
        _ = await Assert.ThrowsAsync<InvalidTimeZoneException>(() => worker.Ask(Scorers.Query()).InTime());
        listener.Dispose();
        _ = await worker.Ask(Scorers.Query()).InTime();
    }

    private static MeterListener Listen(string worker, Action<(string Instrument, double Value)> measured)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == ScoringInstruments.MeterName)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Record(instrument, value, tags));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Record(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Record(instrument, value, tags));
        listener.Start();
        return listener;

        void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (tags.Contains(new KeyValuePair<string, object?>("worker", worker)))
            {
                measured((instrument.Name, value));
            }
        }
    }
}
