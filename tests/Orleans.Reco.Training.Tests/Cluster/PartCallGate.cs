using Orleans.Runtime;

namespace Orleans.Reco.Training.Tests;

/// <summary>Closed, it holds the calls that have parts take the steps of a round from some round on, and tells that one is held.</summary>
internal sealed class PartCallGate : IIncomingGrainCallFilter
{
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _from = long.MaxValue;

    /// <summary>Numbers of the rounds that parts were asked for.</summary>
    public HashSet<long> Rounds { get; } = [];

    /// <summary>Ends when a call is held: a round is under way then and cannot end.</summary>
    public Task Held => _held.Task.WaitAsync(TimeSpan.FromMinutes(2));

    /// <summary>Holds calls of the epoch's round and later ones.</summary>
    public void CloseFrom(int epoch, int round) => _from = ((long)epoch << 20) + round;

    public void Open()
    {
        _from = long.MaxValue;
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

            if (round.Number >= _from)
            {
                _held.TrySetResult();
                await _open.Task;
            }
        }

        await context.Invoke();
    }
}
