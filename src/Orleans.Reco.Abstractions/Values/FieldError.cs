namespace Orleans.Reco;

/// <summary>A field that was refused and what it may hold.</summary>
/// <param name="Field">The field, in camelCase as REST writes it.</param>
/// <param name="Message">What is allowed.</param>
[GenerateSerializer]
[Immutable]
[Alias("reco.FieldError")]
public sealed record FieldError([property: Id(0)] string Field, [property: Id(1)] string Message);
