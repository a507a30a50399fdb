using Orleans.Runtime;

namespace Orleans.Reco.Grains;

/// <summary>
/// Breaks Orleans' look at its working set into pieces. Every five seconds it visits all grains that were active lately, in one go on a thread of
/// the pool: with ten thousand of them, for 20 ms a core has nothing for requests.
/// </summary>
/// <remarks>
/// Only that visit tells of grains that have become idle, about every second that it finds, so the pause is made there. It blocks a thread of the
/// pool for a millisecond, and what waits for its core goes first.
/// </remarks>
/// <param name="pause">Called after each piece.</param>
internal sealed class WorkingSetPace(Action pause) : IActivationWorkingSetObserver
{
    /// <summary>Grains that have become idle, with as many others between them: about a millisecond.</summary>
    internal const int Piece = 256;

    private int _idle;

    /// <summary>Sleeps for a millisecond after each piece.</summary>
#pragma warning disable RS0030 // There is no signal to wait for: the rest itself is wanted.
    public WorkingSetPace()
        : this(() => Thread.Sleep(1))
#pragma warning restore RS0030
    {
    }

    /// <inheritdoc/>
    public void OnIdle(IActivationWorkingSetMember member)
    {
        // There is one visit at a time.
        if (++_idle % Piece == 0)
        {
            pause();
        }
    }
}
