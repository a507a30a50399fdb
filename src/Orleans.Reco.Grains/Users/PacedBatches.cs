using Orleans.Reco.Core;

namespace Orleans.Reco.Grains;

/// <summary>Work over many things in batches, with a pause after each that keeps it to a share of the time.</summary>
/// <param name="size">Things of a batch, all at once.</param>
/// <param name="share">The share of the time, (0,1]; 0: nothing is done.</param>
/// <param name="time">Measures and waits.</param>
/// <param name="longest">The longest pause: work that was itself held up is no reason to wait for longer. None by default.</param>
internal sealed class PacedBatches(int size, double share, TimeProvider time, TimeSpan? longest = null)
{
    /// <summary>Does the work.</summary>
    /// <param name="things">Taken a batch at a time.</param>
    /// <param name="work">Gives false where there was nothing to do: no pause is for that. What throws counts as nothing done.</param>
    /// <param name="cancellationToken">Ends it between two batches.</param>
    /// <param name="hurries">Asked after each batch; true: no pause now.</param>
    /// <returns>How many there were to do.</returns>
    public async Task<int> RunAsync<T>(
        IEnumerable<T> things, Func<T, Task<bool>> work, CancellationToken cancellationToken, Func<bool>? hurries = null)
    {
        var total = 0;
        foreach (var batch in share > 0 ? things.Chunk(size) : [])
        {
            cancellationToken.ThrowIfCancellationRequested();
            var began = time.GetTimestamp();
            var done = (await Task.WhenAll(batch.Select(thing => Try(thing, work)))).Count(worked => worked);
            total += done;
            if (hurries?.Invoke() != true && done > 0)
            {
                await Task.Delay(Rest.After(time.GetElapsedTime(began), share, longest ?? TimeSpan.MaxValue), time, cancellationToken);
            }
        }

        return total;
    }

    private static async Task<bool> Try<T>(T thing, Func<T, Task<bool>> work)
    {
        try
        {
            return await work(thing);
        }
        catch (Exception)
        {
            // Another time.
            return false;
        }
    }
}
