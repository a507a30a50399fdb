using Orleans.Reco.Learning;
using Orleans.Runtime;
using Orleans.Runtime.Placement;

namespace Orleans.Reco.Training;

/// <summary>
/// A part as its lead reaches it. Where a call fails because a silo went away, it is made again, on another silo, until there has been no
/// answer for too long; a part that is new there asks for what it needs.
/// </summary>
internal sealed class PartLink(
    ITrainerPartGrain grain, PartShare share, PartChunk[] plan, TrainingPlaces places, PartLinkSettings settings, TimeProvider time)
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(0.5);

    /// <summary>How often the part was lost and made again.</summary>
    public int Redone { get; private set; }

    /// <summary>Bytes of weights, moments and plans that were sent and received.</summary>
    public long BytesMoved { get; private set; }

    /// <exception cref="PartsLostException">The part cannot be had, or cannot read its share.</exception>
    public async Task<PartInfo> PrepareAsync(RoundTask state, CancellationToken cancellationToken)
    {
        var report = await AskAsync(part => part.Prepare(share), plan, state, cancellationToken);
        return new PartInfo(report.Info[0], report.Info[1], report.Info[2], report.Info[3]);
    }

    /// <summary>Has work done and gives its report with the result's bytes.</summary>
    /// <exception cref="PartsLostException">The part cannot be had, or failed.</exception>
    public async Task<(PartReport Report, byte[] Result)> WorkAsync(
        string workId, Func<ITrainerPartGrain, Task<PartReport>> ask, PartChunk[] content, RoundTask state, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var report = await AskAsync(ask, content, state, cancellationToken);
            try
            {
                var chunks = new Packed<byte>[report.Chunks];
                await Parallel.ForAsync(0, chunks.Length, Bounded(cancellationToken), async (i, _) => chunks[i] = await grain.Download(workId, i));
                var result = ContentBytes.Join(chunks);
                BytesMoved += result.Length;
                return (report, result);
            }
            catch (Exception exception) when (IsLoss(exception) && attempt < settings.Attempts)
            {
                Redone++;
                state.RunningSince = null;
            }
        }
    }

    public Task StopAsync(string workId) => Quietly(() => grain.Stop(workId));

    public Task ReleaseAsync() => Quietly(grain.Release);

    private async Task<PartReport> AskAsync(
        Func<ITrainerPartGrain, Task<PartReport>> ask, PartChunk[] content, RoundTask state, CancellationToken cancellationToken)
    {
        long? lost = null;
        var uploads = new List<string>();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                var report = await CallAsync(ask);
                lost = null;
                switch (report.Stage)
                {
                    case PartStage.Done:
                        return report;
                    case PartStage.Running:
                        state.RunningSince ??= time.GetTimestamp();
                        break;
                    case PartStage.NeedsContent when uploads.Count(slot => slot == report.Message) < settings.Attempts:
                        uploads.Add(report.Message);
                        await UploadAsync([.. content.Where(chunk => chunk.Slot == report.Message)], cancellationToken);
                        state.RunningSince ??= time.GetTimestamp();
                        break;
                    case PartStage.Unprepared:
                        // It was lost with its silo, and this is another one.
                        Redone++;
                        state.RunningSince = null;
                        await PrepareAsync(state, cancellationToken);
                        state.RunningSince = null;
                        break;
                    default:
                        throw new PartsLostException($"Part {share.Index + 1} of {share.Count} failed: {report.Message}");
                }
            }
            catch (Exception exception) when (IsLoss(exception))
            {
                state.RunningSince = null;
                lost ??= time.GetTimestamp();
                if (time.GetElapsedTime(lost.Value) >= settings.Patience)
                {
                    throw new PartsLostException($"Part {share.Index + 1} of {share.Count} did not answer for {settings.Patience}: {exception.Message}", exception);
                }

                await Task.Delay(RetryDelay, time, cancellationToken);
            }
        }
    }

    private async Task UploadAsync(PartChunk[] content, CancellationToken cancellationToken)
    {
        await Parallel.ForEachAsync(content, Bounded(cancellationToken), async (chunk, _) => await grain.Upload(chunk));
        BytesMoved += content.Sum(chunk => (long)chunk.Bytes.Length);
    }

    // Where the part is not yet, it is made on the silo that is its place now.
    private async Task<PartReport> CallAsync(Func<ITrainerPartGrain, Task<PartReport>> ask)
    {
        RequestContext.Set(IPlacementDirector.PlacementHintKey, places.Of(share.Index));
        return await ask(grain);
    }

    private static async Task Quietly(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (Exception exception) when (IsLoss(exception))
        {
            // It is gone already, or the next round meets it.
        }
    }

    private static bool IsLoss(Exception exception) => exception is OrleansException or TimeoutException;

    private static ParallelOptions Bounded(CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = ContentBytes.Parallelism, CancellationToken = cancellationToken };
}
