namespace Orleans.Reco.LoadTests;

/// <summary>
/// Follows the highest ratio to another rate at which a target keeps up: a trial that it passes makes the next one a little faster, one that it fails
/// three times as much slower, so that it stays where three of four pass (weighted up-and-down, Kaernbach, 1991). Unlike a search that halves it is
/// never at its end, and on a machine that slows down it need not find its way again, as the other rate falls with it.
/// </summary>
/// <param name="start">The ratio of the first trial.</param>
internal sealed class Staircase(double start)
{
    private const double Up = 1.02;
    private const double Down = 1 / (Up * Up * Up);

    /// <summary>The steps before that, up and down alike, each until trials come out otherwise. Who begins far below counts the way up as well.</summary>
    private static readonly double[] Coarse = [1.15, 1.06];

    /// <summary>A target that cannot do this part of what it seemed to do is broken, and no trial would ever be passed.</summary>
    private const double MaxFall = 8;

    private readonly double _least = start / MaxFall;
    private bool? _last;
    private int _turns;

    /// <summary>The ratio of the next trial.</summary>
    public double Ratio { get; private set; } = start;

    /// <summary>True once the ratio is near the one that is looked for.</summary>
    public bool HasArrived => _turns >= Coarse.Length;

    /// <summary>Takes a trial at <see cref="Ratio"/> into account.</summary>
    /// <exception cref="InvalidOperationException">Trials fail down to a small part of the first ratio.</exception>
    public void Record(bool keptUp)
    {
        _turns += _last is null || _last == keptUp ? 0 : 1;
        _last = keptUp;
        Ratio *= (HasArrived, keptUp) switch
        {
            (true, true) => Up,
            (true, false) => Down,
            (false, true) => Coarse[_turns],
            (false, false) => 1 / Coarse[_turns],
        };
        if (Ratio < _least)
        {
            throw new InvalidOperationException($"The target does not keep up with {Ratio:F3} of the other rate, nor with more.");
        }
    }
}
