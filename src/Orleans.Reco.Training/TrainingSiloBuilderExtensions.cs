using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;
using Orleans.Reco.Grains;

namespace Orleans.Reco.Training;

/// <summary>Adds the training role to a silo.</summary>
public static class TrainingSiloBuilderExtensions
{
    /// <summary>Lets trainer grains run here. The silo must also be added with the training role.</summary>
    public static ISiloBuilder AddRecoTraining(this ISiloBuilder silo, Action<TrainerOptions>? configure = null)
    {
        var options = silo.Services.AddOptions<TrainerOptions>()
            .BindConfiguration("Reco:Trainer")
            .ValidateDataAnnotations()
            .ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        silo.Services.AddSingleton<TrainingSlot>();
        silo.Services.AddSingleton<TrainingSilos>();
        silo.Services.AddSingleton<TrainingPlaces>();
        silo.Services.AddSingleton<TrainingJobs>();
        return silo;
    }
}
