using CsCheck;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Reco.Storage.Tests;

/// <summary>
/// Runs random operations of several activations on a few records, against the provider and against the simplest thing that obeys the
/// ETag rules, and compares each outcome.
/// </summary>
internal static class GrainStorageModel
{
    private const string StateName = "model";
    private const int Records = 2;
    private const int ActivationsOfRecord = 2;

    private enum Operation
    {
        Read,
        Write,
        Clear,
    }

    private static readonly Gen<(Operation Operation, int Activation, int Number)[]> Sequences =
        Gen.Select(Gen.Enum<Operation>(), Gen.Int[0, (Records * ActivationsOfRecord) - 1], Gen.Int[1, 1000]).Array[1, 40];

    public static Task CheckAsync(IGrainStorage storage, Func<GrainId> newGrain, bool deletesOnClear, int sequences) =>
        Sequences.SampleAsync(
            async sequence =>
            {
                var grains = Enumerable.Range(0, Records).Select(_ => newGrain()).ToArray();
                var model = new Record?[Records];
                var activations = Enumerable.Range(0, Records * ActivationsOfRecord)
                    .Select(_ => new GrainState<ConformanceState>(new()))
                    .ToArray();
                foreach (var (operation, activation, number) in sequence)
                {
                    var record = activation % Records;
                    var state = activations[activation];
                    var allowed = operation == Operation.Read || state.ETag == model[record]?.ETag;
                    var done = await TryAsync(storage, grains[record], state, operation, number);
                    Assert.Equal(allowed, done);
                    if (done)
                    {
                        model[record] = Next(model[record], operation, number, state, deletesOnClear);
                        AssertReflects(model[record], state);
                    }
                }
            },
            iter: sequences,
            threads: 1);

    private static async Task<bool> TryAsync(
        IGrainStorage storage, GrainId grain, GrainState<ConformanceState> state, Operation operation, int number)
    {
        try
        {
            switch (operation)
            {
                case Operation.Read:
                    await storage.ReadStateAsync(StateName, grain, state);
                    break;
                case Operation.Write:
                    state.State = new() { Number = number };
                    await storage.WriteStateAsync(StateName, grain, state);
                    break;
                default:
                    await storage.ClearStateAsync(StateName, grain, state);
                    break;
            }

            return true;
        }
        catch (InconsistentStateException)
        {
            return false;
        }
    }

    private static Record? Next(
        Record? before, Operation operation, int number, GrainState<ConformanceState> state, bool deletesOnClear)
    {
        if (operation == Operation.Read)
        {
            return before;
        }

        // The value of a new ETag is the provider's; that it is a new one is the rule.
        Assert.True(state.ETag is null || state.ETag != before?.ETag);
        return operation == Operation.Clear && deletesOnClear
            ? null
            : new Record(state.ETag, operation == Operation.Write ? number : null);
    }

    private static void AssertReflects(Record? record, GrainState<ConformanceState> state)
    {
        Assert.Equal(record?.ETag, state.ETag);
        Assert.Equal(record?.Number is not null, state.RecordExists);
        Assert.Equal(record?.Number ?? 0, state.State!.Number);
    }

    private sealed record Record(string? ETag, int? Number);
}
