namespace Orleans.Reco.Learning;

/// <summary>How interactions are divided into what is learnt from, chosen on and measured on.</summary>
public enum SplitKind
{
    /// <summary>At two moments, for all users alike: <see cref="TemporalSplit"/>.</summary>
    Temporal = 0,

    /// <summary>The last interaction of each user is the test, the one before it the validation: <see cref="LeaveOneOutSplit"/>.</summary>
    LeaveOneOut = 1,

    /// <summary>Some users are held out whole: <see cref="ByUserSplit"/>.</summary>
    ByUser = 2,
}
