namespace Orleans.Reco.Learning;

/// <summary>What a part holds.</summary>
/// <param name="Users">Users of its share.</param>
/// <param name="Events">Their interactions that training may use.</param>
/// <param name="FitSteps">Optimiser steps of an epoch before the validation window, about.</param>
/// <param name="RefitSteps">The same before the holdout.</param>
public sealed record PartInfo(int Users, int Events, int FitSteps, int RefitSteps)
{
    /// <summary>Optimiser steps of an epoch, about.</summary>
    public int Steps(bool refit) => refit ? RefitSteps : FitSteps;
}
