namespace Orleans.Reco.Grains;

/// <summary>Trains for a tenant on a silo with the training role. Key: the tenant. Implemented where libtorch is.</summary>
[Alias("reco.ITrainerGrain")]
public interface ITrainerGrain : IGrainWithStringKey
{
    /// <summary>Starts the plan unless it is under way or done, and tells how far it is. A trainer that lost its silo starts anew, or goes on from its last checkpoint.</summary>
    [Alias("Advance")]
    Task<TrainingReport> Advance(TrainingPlan plan);
}
