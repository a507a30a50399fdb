using Orleans.Runtime;

namespace Orleans.Reco.Training.Tests;

/// <summary>Closed, it holds the calls that have parts take the steps of a round, or of ALS, from some round on, and tells that one is held.</summary>
internal sealed class PartCallGate : IIncomingGrainCallFilter
{
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _from = long.MaxValue;
    private int _alsFrom = int.MaxValue;
    private int _alsSteps;

    /// <summary>Numbers of the rounds that parts were asked for.</summary>
    public HashSet<long> Rounds { get; } = [];

    /// <summary>Steps of ALS that parts were asked for, each time that they were.</summary>
    public int AlsSteps => _alsSteps;

    /// <summary>Ends when a call is held: a round is under way then and cannot end.</summary>
    public Task Held => _held.Task.WaitAsync(TimeSpan.FromMinutes(2));

    /// <summary>Holds calls of the epoch's round and later ones.</summary>
    public void CloseFrom(int epoch, int round) => _from = ((long)epoch << 20) + round;

    /// <summary>Holds calls within the iteration of ALS and later ones.</summary>
    public void CloseFromAls(int iteration) => _alsFrom = iteration;

    public void Open()
    {
        (_from, _alsFrom) = (long.MaxValue, int.MaxValue);
        _open.TrySetResult();
    }

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.MethodName == nameof(ITrainerPartGrain.Run) && context.Request.GetArgument(0) is PartRound round)
        {
            lock (Rounds)
            {
                Rounds.Add(round.Number);
            }

            await HoldAsync(round.Number >= _from);
        }

        if (context.MethodName == nameof(ITrainerPartGrain.StepAls) && context.Request.GetArgument(0) is PartAlsStep step)
        {
            Interlocked.Increment(ref _alsSteps);
            await HoldAsync(step.Items.Length >= _alsFrom && step.Directions is not null);
        }

        await context.Invoke();
    }

    private async Task HoldAsync(bool holds)
    {
        if (holds)
        {
            _held.TrySetResult();
            await _open.Task;
        }
    }
}
