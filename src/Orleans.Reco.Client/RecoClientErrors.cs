namespace Orleans.Reco.Client;

/// <summary>Names that the client itself puts into a <see cref="FieldError"/>.</summary>
public static class RecoClientErrors
{
    /// <summary>
    /// The field of a rejection that is nobody's fault: the cluster did not answer for this element while it did for others.
    /// The same element may be sent again.
    /// </summary>
    public const string Service = "service";

    internal static FieldError Unavailable(string what) =>
        new(Service, $"did not answer for this {what}; send it again{(what == "event" ? " with the same eventId" : "")}");
}
