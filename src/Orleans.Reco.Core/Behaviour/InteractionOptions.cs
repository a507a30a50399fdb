using System.ComponentModel.DataAnnotations;

namespace Orleans.Reco.Core;

/// <summary>The interaction types of an installation and what they weigh.</summary>
public sealed class InteractionOptions : IValidatableObject
{
    /// <summary>Weights by name of a built-in type, -100 to 100, that replace the default ones. Default: none.</summary>
    public Dictionary<string, double> Weights { get; set; } = [];

    /// <summary>Types beside the built-in ones; at most 64. Default: none.</summary>
    [MaxLength(64)]
    public List<CustomInteractionType> Types { get; set; } = [];

    /// <summary>The lowest rating that is accepted. Default: 0.</summary>
    [Range(-1000.0, 1000.0)]
    public double RatingMin { get; set; }

    /// <summary>The highest rating that is accepted. Default: 5.</summary>
    [Range(-1000.0, 1000.0)]
    public double RatingMax { get; set; } = 5;

    /// <summary>A rating weighs its value minus this. Default: 2, so that five stars weigh as much as a like.</summary>
    [Range(-1000.0, 1000.0)]
    public double RatingNeutral { get; set; } = 2;

    /// <summary>How far in the future a timestamp may lie, for clocks that differ; 0 to 1 day. Default: 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan MaxFutureSkew { get; set; } = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!(RatingMin < RatingMax))
        {
            yield return new($"{nameof(RatingMin)} must be below {nameof(RatingMax)}.", [nameof(RatingMin), nameof(RatingMax)]);
        }

        foreach (var (name, weight) in Weights)
        {
            if (!InteractionTypes.BuiltIn.Any(type => type.Name == name && !type.WeighsByValue))
            {
                yield return new($"{nameof(Weights)}:{name} is not the name of a built-in type with a weight.", [nameof(Weights)]);
            }

            if (!(Math.Abs(weight) <= 100))
            {
                yield return new($"{nameof(Weights)}:{name} must be in -100 to 100.", [nameof(Weights)]);
            }
        }

        var names = InteractionTypes.BuiltIn.Select(type => type.Name).ToHashSet(StringComparer.Ordinal);
        var codes = new HashSet<int>();
        for (var i = 0; i < Types.Count; i++)
        {
            var results = new List<ValidationResult>();
            _ = Validator.TryValidateObject(Types[i], new ValidationContext(Types[i]), results, validateAllProperties: true);
            foreach (var result in results)
            {
                yield return new($"{nameof(Types)}:{i}:{result.ErrorMessage}", [nameof(Types)]);
            }

            if (!names.Add(Types[i].Name))
            {
                yield return new($"{nameof(Types)}:{i}:{nameof(CustomInteractionType.Name)} '{Types[i].Name}' is taken.", [nameof(Types)]);
            }

            if (!codes.Add(Types[i].Code))
            {
                yield return new($"{nameof(Types)}:{i}:{nameof(CustomInteractionType.Code)} {Types[i].Code} is taken.", [nameof(Types)]);
            }
        }
    }
}
