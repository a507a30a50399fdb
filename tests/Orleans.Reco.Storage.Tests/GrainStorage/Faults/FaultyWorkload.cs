using System.Globalization;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Reco.Storage.Tests;

/// <summary>
/// Random operations of several activations on a few records, through a store that may fail in any way. After each, what the caller
/// was told must be possible: an acknowledged write is what a read finds until another one may have replaced it, and of two
/// activations that hold one ETag at most one writes. An activation that was refused is dropped, as a silo does; one that failed otherwise
/// may go on with the ETag that it had, as a user's does.
/// </summary>
/// <param name="storage">The store.</param>
/// <param name="seed">Decides the operations.</param>
/// <param name="faults">Counts the faults injected so far; without any, an operation must do what the rules say.</param>
/// <param name="deletesOnClear">Whether the store keeps nothing of a cleared record.</param>
internal sealed class FaultyWorkload(IGrainStorage storage, int seed, Func<int> faults, bool deletesOnClear)
{
    private const string StateName = "faulty";
    private const int Records = 4;
    private const int ActivationsOfRecord = 2;

    /// <summary>
    /// How many operations a test does: 1,500, or <c>RECO_STORAGE_OPERATIONS</c> of the environment; the full run takes 100000.
    /// </summary>
    public static readonly int Operations = int.Parse(
        Environment.GetEnvironmentVariable("RECO_STORAGE_OPERATIONS") ?? "1500", CultureInfo.InvariantCulture);

    private readonly Random _random = new(seed);
    private readonly PossibleVersions[] _records = [.. Enumerable.Range(0, Records).Select(_ => new PossibleVersions())];
    private readonly GrainState<ConformanceState>?[] _activations = new GrainState<ConformanceState>?[Records * ActivationsOfRecord];
    private int _numbers;

    private enum Outcome
    {
        Done,
        Refused,
        Failed,
    }

    /// <summary>Operations that were acknowledged, refused for their ETag, and failed otherwise.</summary>
    public int[] Outcomes { get; } = new int[3];

    /// <summary>Runs the workload through <see cref="UnreliableStorage"/>.</summary>
    public static async Task CheckAsync(IGrainStorage storage, bool deletesOnClear)
    {
        var unreliable = new UnreliableStorage(storage, seed: 1);
        var workload = new FaultyWorkload(unreliable, seed: 1, () => unreliable.Faults, deletesOnClear);
        await workload.RunAsync(Operations);
        workload.AssertAllOutcomes();
    }

    /// <summary>A workload that has not met every outcome has shown nothing.</summary>
    public void AssertAllOutcomes() => Assert.All(Outcomes, count => Assert.True(count > 0));

    public async Task RunAsync(int operations)
    {
        for (var i = 0; i < operations; i++)
        {
            var activation = _random.Next(_activations.Length);
            if (_activations[activation] is not { } state || _random.Next(4) == 0)
            {
                await ReadAsync(activation);
            }
            else
            {
                await ChangeAsync(activation, state, clear: _random.Next(5) == 0);
            }
        }
    }

    private async Task ReadAsync(int activation)
    {
        var state = new GrainState<ConformanceState>(new());
        var before = faults();
        var outcome = await TryAsync(() => storage.ReadStateAsync(StateName, Grain(activation), state));
        if (outcome == Outcome.Done)
        {
            int? number = state.RecordExists ? state.State!.Number : null;
            Assert.True(Record(activation).MayRead(state.ETag, number), $"A read found {number} at {state.ETag}, which nobody can have left.");
            Record(activation).Become(state.ETag, number);
        }
        else
        {
            Assert.True(faults() > before, "A read failed without a fault.");
        }

        _activations[activation] = outcome == Outcome.Done ? state : null;
    }

    private async Task ChangeAsync(int activation, GrainState<ConformanceState> state, bool clear)
    {
        var (record, etag, before) = (Record(activation), state.ETag, faults());
        int? number = clear ? null : ++_numbers;
        state.State = new() { Number = number ?? 0 };
        var outcome = await TryAsync(() => clear
            ? storage.ClearStateAsync(StateName, Grain(activation), state)
            : storage.WriteStateAsync(StateName, Grain(activation), state));
        if (outcome == Outcome.Done)
        {
            Assert.True(record.MayHave(etag), "A change with a stale ETag was let through.");
            record.Become(state.ETag, number);
            return;
        }

        _activations[activation] = outcome == Outcome.Failed && _random.Next(2) == 0 ? state : null;
        if (faults() > before)
        {
            record.MayBecome(etag, number, leavesNothing: clear && deletesOnClear);
        }
        else
        {
            Assert.Equal(Outcome.Refused, outcome);
            Assert.False(record.MustHave(etag), "A change with the stored ETag was refused without a fault.");
            record.IsNot(etag);
        }
    }

    private async Task<Outcome> TryAsync(Func<Task> operation)
    {
        Outcome outcome;
        try
        {
            await operation();
            outcome = Outcome.Done;
        }
        catch (InconsistentStateException)
        {
            outcome = Outcome.Refused;
        }
        catch (Exception)
        {
            outcome = Outcome.Failed;
        }

        Outcomes[(int)outcome]++;
        return outcome;
    }

    private PossibleVersions Record(int activation) => _records[activation % Records];

    private GrainId Grain(int activation) => GrainId.Create("faulty", $"{seed}-{activation % Records}");
}
