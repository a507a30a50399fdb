using System.Text.Json.Serialization;

namespace Orleans.Reco.Learning;

/// <summary>One step of a preparation, with its options.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "step")]
[JsonDerivedType(typeof(DeduplicateStep), DeduplicateStep.StepName)]
[JsonDerivedType(typeof(RangeStep), RangeStep.StepName)]
[JsonDerivedType(typeof(RobotRateStep), RobotRateStep.StepName)]
[JsonDerivedType(typeof(RobotEntropyStep), RobotEntropyStep.StepName)]
[JsonDerivedType(typeof(PseudonymiseStep), PseudonymiseStep.StepName)]
[JsonDerivedType(typeof(NormaliseStep), NormaliseStep.StepName)]
[JsonDerivedType(typeof(SessionsStep), SessionsStep.StepName)]
[JsonDerivedType(typeof(CoreStep), CoreStep.StepName)]
[JsonDerivedType(typeof(SplitStep), SplitStep.StepName)]
[JsonDerivedType(typeof(FeaturesStep), FeaturesStep.StepName)]
public abstract record PreparationStep
{
    /// <summary>The names of all steps.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        DeduplicateStep.StepName, RangeStep.StepName, RobotRateStep.StepName, RobotEntropyStep.StepName, PseudonymiseStep.StepName,
        NormaliseStep.StepName, SessionsStep.StepName, CoreStep.StepName, SplitStep.StepName, FeaturesStep.StepName,
    ];

    /// <summary>The name by which it is asked for.</summary>
    [JsonIgnore]
    public abstract string Name { get; }

    /// <summary>Throws where an option is outside its range.</summary>
    internal virtual void Validate()
    {
    }

    /// <summary>Works on the table <c>events</c> and gives back what it did, in words.</summary>
    internal abstract string Run(PreparationContext context);

    private protected void Require(string option, double value, double least, double most)
    {
        if (!(value >= least && value <= most))
        {
            throw new DatasetException("steps", FormattableString.Invariant($"{Name} {option} is {value}; allowed are {least} to {most}."));
        }
    }
}
