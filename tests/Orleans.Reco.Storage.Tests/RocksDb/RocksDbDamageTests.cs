using RocksDbSharp;

namespace Orleans.Reco.Storage.Tests;

/// <summary>What a bad disk does: a flipped byte, a file that ends too early.</summary>
public sealed class RocksDbDamageTests : IDisposable
{
    private const int Records = 40;

    // Larger than a block, so that each record has blocks of its own.
    private const int PayloadBytes = 20_000;

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_write_that_a_crash_cut_off_is_forgotten_and_the_rest_is_there()
    {
        await WriteAllAsync();
        using (var log = new FileStream(WriteAheadLog(), FileMode.Open))
        {
            log.SetLength(log.Length - 7);
        }

        using var store = Open();

        Assert.All(Enumerable.Range(0, Records - 1), i => Assert.Equal(Payload(i), store.ReadGrain(Key(i))!.Payload.ToArray()));
        Assert.Null(store.ReadGrain(Key(Records - 1)));
    }

    [Fact]
    public async Task A_flipped_byte_in_the_write_ahead_log_is_named_and_can_be_skipped()
    {
        await WriteAllAsync();
        Flip(WriteAheadLog());

        var error = Assert.Throws<IOException>(() => Open());

        Assert.Contains(_folder.Path, error.Message, StringComparison.Ordinal);
        Assert.Contains("damaged", error.Message, StringComparison.Ordinal);
        using var store = Open(skipDamagedWrites: true);
        AssertReadable(store, atLeast: Records - 2);
    }

    [Fact]
    public async Task A_flipped_byte_in_a_table_is_named_by_the_record_that_it_hits_and_the_rest_is_readable()
    {
        await WriteAllAsync();

        // Opening moves the log into a table.
        Open().Dispose();
        Flip(Directory.GetFiles(_folder.Path, "*.sst").MaxBy(file => new FileInfo(file).Length)!);
        using var store = Open();

        var error = Assert.Single(AssertReadable(store, atLeast: Records - 1));

        Assert.StartsWith("Corruption: block checksum mismatch", error.Message, StringComparison.Ordinal);
        Assert.Contains(_folder.Path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_record_does_not_fail_the_writes_beside_it()
    {
        await WriteAllAsync();
        Open().Dispose();
        Flip(Directory.GetFiles(_folder.Path, "*.sst").MaxBy(file => new FileInfo(file).Length)!);
        using var store = Open();

        var writes = Enumerable.Range(0, Records)
            .Select(i => store.WriteGrainAsync(new GrainWrite(Key(i), GrainValue.Of([1]), "another"), CancellationToken.None)).ToList();

        _ = await Assert.ThrowsAsync<RocksDbException>(() => Task.WhenAll(writes));
        Assert.Equal(Records - 1, writes.Count(write => write.IsCompletedSuccessfully && !write.Result.Succeeded));
    }

    private static byte[] Payload(int i)
    {
        // Cannot be compressed: the middle of the file is the middle of a payload.
        var payload = new byte[PayloadBytes];
        new Random(i).NextBytes(payload);
        return payload;
    }

    private static string Key(int i) => $"record-{i:d2}";

    private static void Flip(string file)
    {
        using var stream = new FileStream(file, FileMode.Open);
        stream.Position = stream.Length / 2;
        var value = stream.ReadByte();
        stream.Position--;
        stream.WriteByte((byte)(value ^ 0x40));
    }

    private static List<RocksDbException> AssertReadable(RocksDbStore store, int atLeast)
    {
        var (read, errors) = (0, new List<RocksDbException>());
        for (var i = 0; i < Records; i++)
        {
            try
            {
                if (store.ReadGrain(Key(i)) is { } record)
                {
                    Assert.Equal(Payload(i), record.Payload.ToArray());
                    read++;
                }
            }
            catch (RocksDbException error)
            {
                errors.Add(error);
            }
        }

        Assert.InRange(read, atLeast, Records - 1);
        return errors;
    }

    private async Task WriteAllAsync()
    {
        using var store = Open();
        for (var i = 0; i < Records; i++)
        {
            var outcome = await store.WriteGrainAsync(new GrainWrite(Key(i), GrainValue.Of(Payload(i)), null), CancellationToken.None);
            Assert.True(outcome.Succeeded);
        }
    }

    private string WriteAheadLog() => Directory.GetFiles(_folder.Path, "*.log").MaxBy(file => new FileInfo(file).Length)!;

    private RocksDbStore Open(bool skipDamagedWrites = false) =>
        RocksDbStore.Open(new RocksDbOptions { Path = _folder.Path, SkipDamagedWrites = skipDamagedWrites });
}
