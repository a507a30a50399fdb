using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Orleans.Reco.Web;

/// <summary><c>/v1/users/{id}</c>.</summary>
internal static class UserEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/users/{id}", GetAsync)
            .WithName("getUser").WithTags("Users").WithSummary("Attributes, sequence number and recent history")
            .WithPath("id", "The user.").Produces<UserProfile>().ProducesProblems(400, 404, 503);
        api.MapPut("/users/{id}", PutAsync)
            .WithName("putUser").WithTags("Users").WithSummary("Replace a user's attributes")
            .WithPath("id", "The user.").Accepts<UserBody>("application/json")
            .WithBodyExample("""{"attributes":{"country":"AT","segment":"gold"}}""")
            .Produces(204).ProducesProblems(400, 413, 415, 503);
        api.MapDelete("/users/{id}", DeleteAsync)
            .WithName("eraseUser").WithTags("Users").WithSummary("Forget a user")
            .WithDescription("State, history and the secret that linked the event log to the user are gone at once.")
            .WithPath("id", "The user.").Produces(204).ProducesProblems(400, 503);
    }

    private static async Task<IResult> GetAsync(HttpContext http, CancellationToken cancellationToken) =>
        await http.Reco().GetUserAsync(http.IdSegment(1, "userId"), cancellationToken).ConfigureAwait(false) is { } user
            ? Results.Ok(user)
            : Problem.Unknown("user");

    private static async Task<IResult> PutAsync(HttpContext http, CancellationToken cancellationToken)
    {
        var client = http.Reco();
        var id = http.IdSegment(1, "userId");
        var body = await JsonBody.ReadAsync<UserBody>(http).ConfigureAwait(false);
        var errors = new List<FieldError>();
        if (body.Attributes is null)
        {
            errors.Add(new FieldError("attributes", "is required"));
        }

        Fields.NoNulls(errors, "attributes", body.Attributes);
        if (errors.Count > 0)
        {
            throw RequestProblemException.Invalid(errors);
        }

        await client.SetUserAttributesAsync(id, body.Attributes!, cancellationToken).ConfigureAwait(false);
        return Results.NoContent();
    }

    private static async Task<IResult> DeleteAsync(HttpContext http, CancellationToken cancellationToken)
    {
        await http.Reco().EraseUserAsync(http.IdSegment(1, "userId"), cancellationToken).ConfigureAwait(false);
        return Results.NoContent();
    }
}
