namespace Orleans.Reco.Training;

/// <summary>The grain classes of this assembly, for silos that have it but not the role.</summary>
public static class TrainingGrains
{
    /// <summary>True for a grain class that needs libtorch.</summary>
    public static bool Contains(Type grainClass) => grainClass.Assembly == typeof(TrainingGrains).Assembly;
}
