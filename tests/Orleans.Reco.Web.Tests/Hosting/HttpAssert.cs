using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Orleans.Reco.Web.Tests;

internal static class HttpAssert
{
    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public static Task<HttpResponseMessage> SendAsync(this HttpClient http, string method, string path, string? json = null, string? tenant = null)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (json is not null)
        {
            request.Content = Json(Encoding.UTF8.GetBytes(json));
        }

        if (tenant is not null)
        {
            request.Headers.TryAddWithoutValidation("X-Reco-Tenant", tenant);
        }

        return http.SendAsync(request, Token);
    }

    public static ByteArrayContent Json(byte[] bytes) =>
        new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    /// <summary>The body of an answer with the given status.</summary>
    public static async Task<JsonElement> JsonAsync(this Task<HttpResponseMessage> sent, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var response = await sent;
        var body = await response.Content.ReadAsStringAsync(Token);
        Assert.True(response.StatusCode == status, $"{(int)response.StatusCode}: {body}");
        return body.Length == 0 ? default : JsonElement.Parse(body);
    }

    /// <summary>A problem document of the given status that names the given fields.</summary>
    public static async Task<JsonElement> ProblemAsync(this Task<HttpResponseMessage> sent, HttpStatusCode status, params string[] fields)
    {
        using var response = await sent;
        var body = await response.Content.ReadAsStringAsync(Token);
        Assert.True(response.StatusCode == status, $"{(int)response.StatusCode}: {body}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonElement.Parse(body);
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.GetProperty("title").GetString()!);
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
        foreach (var field in fields)
        {
            Assert.True(problem.GetProperty("errors").TryGetProperty(field, out var messages), body);
            Assert.NotEmpty(messages[0].GetString()!);
        }

        return problem;
    }
}
