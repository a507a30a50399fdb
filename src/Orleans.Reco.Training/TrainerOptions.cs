using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Orleans.Reco.Learning;

namespace Orleans.Reco.Training;

/// <summary>How trainer grains train. Section <c>Reco:Trainer</c>.</summary>
public sealed class TrainerOptions
{
    /// <summary>Events received in this time before now are trained on. Default: 180 days.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "3650.00:00:00")]
    public TimeSpan Window { get; set; } = TimeSpan.FromDays(180);

    /// <summary>Seed of everything random. Default: 1.</summary>
    public int Seed { get; set; } = 1;

    /// <summary>Dimension of user and item vectors. Default: 64.</summary>
    [Range(4, 1024)]
    public int Dimension { get; set; } = 64;

    /// <summary>Passes over the data at most. Default: 20.</summary>
    [Range(1, 1000)]
    public int Epochs { get; set; } = 20;

    /// <summary>Time for one training; zero: no limit. Default: 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00")]
    public TimeSpan MaxDuration { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Threads of the baselines; 0: all cores. Default: 0.</summary>
    [Range(0, 256)]
    public int Threads { get; set; }

    /// <summary>
    /// True: training threads run only where no other wants the core, so that a silo which also serves does not feel them; baselines and the
    /// comparison with the model in service run on <see cref="Threads"/> of the pool as ever. Default: true.
    /// </summary>
    public bool StandsBack { get; set; } = true;

    /// <summary>Passes of a quick refresh at most, which goes on from the model in service. Default: 3.</summary>
    [Range(1, 1000)]
    public int QuickEpochs { get; set; } = 3;

    /// <summary>How a training is divided among silos. Section <c>Reco:Trainer:Parts</c>.</summary>
    [ValidateObjectMembers]
    public TrainerPartsOptions Parts { get; set; } = new();

    internal TrainingOptions ToTrainingOptions(bool quick) => new()
    {
        Seed = Seed,
        Dimension = Dimension,
        Epochs = quick ? Math.Min(QuickEpochs, Epochs) : Epochs,
        MaxDuration = MaxDuration == TimeSpan.Zero ? null : MaxDuration,
        Threads = Threads,
    };
}
