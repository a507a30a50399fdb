using System.Buffers.Binary;

namespace Orleans.Reco.Storage.Tests;

/// <summary>The child process of <see cref="RocksDbKillTests"/>: each caller counts up in a record of its own, without end, and prints each number once it is stored.</summary>
internal static class WriteUntilKilled
{
    public const string Command = "write-until-killed";
    private const int Callers = 16;

    // Records of several blocks, so that a kill also hits the middle of a record.
    private const int ValueBytes = 9000;

    public static async Task<int> RunAsync(string folder)
    {
        using var store = RocksDbStore.Open(new RocksDbOptions { Path = folder });
        await using var output = TextWriter.Synchronized(new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true });
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(() => CountAsync(store, output, $"counter-{caller}"))));
        return 0;
    }

    /// <summary>What a record has counted to.</summary>
    public static int Number(RocksDbStore store, string key) =>
        store.ReadGrain(key) is { } record ? BinaryPrimitives.ReadInt32BigEndian(record.Payload.Span) : 0;

    private static async Task CountAsync(RocksDbStore store, TextWriter output, string key)
    {
        var number = Number(store, key);
        var etag = store.ReadGrain(key)?.ETag;
        var value = new byte[ValueBytes];
        while (true)
        {
            BinaryPrimitives.WriteInt32BigEndian(value, ++number);
            var outcome = await store.WriteGrainAsync(new GrainWrite(key, GrainValue.Of(value), etag), CancellationToken.None);
            etag = outcome.Succeeded ? outcome.ETag : throw new InvalidOperationException("A lone writer's ETag was refused.");
            output.WriteLine($"{key} {number}");
        }
    }
}
