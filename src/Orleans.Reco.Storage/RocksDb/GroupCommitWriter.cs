using System.Threading.Channels;
using RocksDbSharp;

namespace Orleans.Reco.Storage;

/// <summary>
/// Group commit: while one round is being synced, the next one collects. An fsync costs the same for one write as for thousands,
/// so throughput grows with the number of callers and a lone caller waits for one fsync only. A round of writes that may be lost with the
/// machine is not synced at all.
/// </summary>
/// <remarks>
/// A dedicated thread, because RocksDB calls block. The queue is bounded: callers wait asynchronously for a place, memory stays bounded.
/// </remarks>
internal sealed class GroupCommitWriter
{
    private const int MaxRoundBytes = 4 << 20;
    private const int MaxRoundRequests = 4096;

    private readonly Channel<WriteRequest> _queue;
    private readonly CommitRound _round;
    private readonly WriteOptions _synced = new WriteOptions().SetSync(true);
    private readonly WriteOptions _delayed = new WriteOptions().SetSync(false);
    private readonly bool _syncs;
    private readonly Thread _thread;

    /// <summary>Rounds that were synced.</summary>
    public long SyncedRounds { get; private set; }

    /// <summary>Starts the thread; it owns the round from now on.</summary>
    public GroupCommitWriter(CommitRound round, RocksDbOptions options)
    {
        _round = round;
        _syncs = options.SyncWrites;
        _queue = Channel.CreateBounded<WriteRequest>(new BoundedChannelOptions(options.MaxQueuedWrites) { SingleReader = true });
        _thread = new Thread(Run) { IsBackground = true, Name = "reco-rocksdb-writer" };
        _thread.Start();
    }

    /// <summary>Queues a write and waits until it is as durable as it asks. Cancels only while waiting for a place in the queue.</summary>
    /// <exception cref="ObjectDisposedException">The database is closed.</exception>
    /// <exception cref="RocksDbException">The disk did not take the round.</exception>
    public Task WriteAsync(WriteRequest request, CancellationToken cancellationToken) =>
        _queue.Writer.TryWrite(request) ? request.Done : WriteWhenThereIsRoomAsync(request, cancellationToken);

    /// <summary>Refuses new writes, commits the queued ones and ends the thread.</summary>
    public void Stop()
    {
        _ = _queue.Writer.TryComplete();
        _thread.Join();
    }

    private async Task WriteWhenThereIsRoomAsync(WriteRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await _queue.Writer.WriteAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(RocksDbStore));
        }

        await request.Done.ConfigureAwait(false);
    }

    private void Run()
    {
        var requests = new List<WriteRequest>();
        while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            Stage(requests);
            Commit(requests);
        }

        _round.Dispose();
    }

    private void Stage(List<WriteRequest> requests)
    {
        _round.Begin();
        requests.Clear();
        var bytes = 0;
        while (requests.Count < MaxRoundRequests && bytes < MaxRoundBytes && _queue.Reader.TryRead(out var request))
        {
            try
            {
                request.Stage(_round);
                requests.Add(request);
                bytes += request.Bytes;
            }
            catch (Exception exception)
            {
                // A record that cannot be read fails its own caller, not the round.
                request.Fail(exception);
            }
        }
    }

    private void Commit(List<WriteRequest> requests)
    {
        try
        {
            // A sync takes the rounds before it along: they are in the same log.
            var sync = _syncs && requests.Exists(request => request.NeedsSync);
            _round.Commit(sync ? _synced : _delayed);
            SyncedRounds += sync ? 1 : 0;
        }
        catch (Exception exception)
        {
            foreach (var request in requests)
            {
                request.Fail(exception);
            }

            return;
        }

        foreach (var request in requests)
        {
            request.Complete();
        }
    }
}
