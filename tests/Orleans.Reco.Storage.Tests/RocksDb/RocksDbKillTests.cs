using System.Globalization;

namespace Orleans.Reco.Storage.Tests;

/// <summary><c>RECO_KILLS=100</c> in the environment kills as often.</summary>
public sealed class RocksDbKillTests
{
    private const int WritesBeforeKill = 60;
    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("RECO_KILLS") ?? "6", CultureInfo.InvariantCulture);

    [Fact]
    public async Task After_kill_9_in_a_write_loop_every_acknowledged_write_is_there()
    {
        using var folder = new TestFolder();
        var acknowledged = new Dictionary<string, int>();
        for (var kill = 0; kill < Kills; kill++)
        {
            // A different moment each time; the next child opens what this one leaves.
            foreach (var line in await ChildProcess.RunAndKillAsync(WritesBeforeKill + (kill * 17 % 100), WriteUntilKilled.Command, folder.Path))
            {
                // The kill may cut the last line short.
                if (line.Split(' ') is [var key, var number] && int.TryParse(number, CultureInfo.InvariantCulture, out var count))
                {
                    acknowledged[key] = Math.Max(acknowledged.GetValueOrDefault(key), count);
                }
            }

            using var store = RocksDbStore.Open(new RocksDbOptions { Path = folder.Path });
            Assert.All(acknowledged, pair => Assert.True(
                WriteUntilKilled.Number(store, pair.Key) >= pair.Value, $"Kill {kill}: {pair.Key} was acknowledged at {pair.Value}."));
        }

        Assert.True(acknowledged.Values.Sum() >= Kills * WritesBeforeKill);
    }
}
