namespace Orleans.Reco.Core;

/// <summary>Says what is wrong with the attributes of a user.</summary>
public static class UserAttributesValidator
{
    /// <summary>Most attributes of a user.</summary>
    public const int MaxAttributes = 64;

    /// <summary>Longest name, in characters.</summary>
    public const int MaxName = 64;

    /// <summary>Longest value, in characters.</summary>
    public const int MaxValue = 512;

    /// <summary>The first field that is not allowed, or null.</summary>
    public static FieldError? Validate(Dictionary<string, string>? attributes) => attributes is null
        ? new FieldError("attributes", "must be an object of texts")
        : FieldRules.Map(attributes, "attributes", MaxAttributes, MaxName, MaxValue);
}
