using Orleans.Reco.Grains;
#if TRAINING
using Orleans.Configuration;
using Orleans.Reco.Training;
#endif

namespace Orleans.Reco.Host;

/// <summary>The one place where the host knows of training: built with <c>-p:WithTraining=false</c>, it ships no libtorch.</summary>
internal static class TrainingRole
{
    /// <exception cref="InvalidOperationException">The role is asked for and this build does not have it.</exception>
    public static void AddTrainingRole(this ISiloBuilder silo, RecoRoles roles)
    {
        var wanted = roles.HasFlag(RecoRoles.Training);
#if TRAINING
        if (wanted)
        {
            silo.AddRecoTraining();
        }
        else
        {
            // The assembly is here, the role is not: such a silo never hosts a trainer and never loads libtorch.
            silo.Services.Configure<GrainTypeOptions>(grains => grains.Classes.RemoveWhere(TrainingGrains.Contains));
        }
#else
        if (wanted)
        {
            throw new InvalidOperationException("Reco:Roles has Training, which this build leaves out; name other roles, such as Web,Serving,Scoring.");
        }
#endif
    }
}
