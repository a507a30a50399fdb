namespace Orleans.Reco.Web;

/// <summary>A request that cannot be served as it is; becomes a problem document.</summary>
internal sealed class RequestProblemException(int status, string detail, params IReadOnlyList<FieldError> errors) : Exception(detail)
{
    public int Status => status;

    public IReadOnlyList<FieldError> Errors => errors;

    /// <summary>A 400 that names one field.</summary>
    public static RequestProblemException Invalid(string field, string message) => Invalid([new FieldError(field, message)]);

    /// <summary>A 400 that names fields.</summary>
    public static RequestProblemException Invalid(IReadOnlyList<FieldError> errors) =>
        new(400, "The request has fields that are not allowed; see errors.", errors);
}
