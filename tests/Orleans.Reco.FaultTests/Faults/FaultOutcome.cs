namespace Orleans.Reco.FaultTests;

/// <summary>What came of a fault.</summary>
internal sealed record FaultOutcome
{
    /// <summary>A second is a full one where this share of the rate was answered in it and the two before.</summary>
    public const double Full = 0.95;

    /// <summary>One second alone is noise.</summary>
    public const int Window = 3;

    public required Fault Fault { get; init; }

    public required double Rate { get; init; }

    public required int Begun { get; init; }

    public required Audit Audit { get; init; }

    public required int Errors { get; init; }

    public required int Retries { get; init; }

    /// <summary>Operations answered in each second.</summary>
    public required int[] Answered { get; init; }

    /// <summary>The slowest answer of an operation that began after the strike, retries included; seconds.</summary>
    public required double Slowest { get; init; }

    /// <summary>When the script had done its last step; seconds after the strike.</summary>
    public required double Over { get; init; }

    /// <summary>How the tries of operations without an answer ended.</summary>
    public required IReadOnlyCollection<string> GivenUp { get; init; }

    /// <summary>What the watch said of hosts that ended by themselves.</summary>
    public IReadOnlyList<string> Ended { get; init; } = [];

    /// <summary>Whether all that must hold does.</summary>
    public bool Holds => Audit is { Lost: 0, Twice: 0 } && (Fault.MayFail || Errors == 0);

    /// <summary>Seconds from the strike until the last stretch of <see cref="Window"/> seconds below <see cref="Full"/> is over; null where it never is.</summary>
    public int? FullAgain
    {
        get
        {
            var after = Answered[Fault.Strike..];
            for (var second = after.Length; second >= Window; second--)
            {
                if (after[(second - Window)..second].Sum() < Rate * Window * Full)
                {
                    return second == after.Length ? null : second;
                }
            }

            return 0;
        }
    }
}
