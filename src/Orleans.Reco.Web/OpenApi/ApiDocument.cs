using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace Orleans.Reco.Web;

/// <summary>The OpenAPI document and the page that shows it.</summary>
internal static class ApiDocument
{
    /// <summary>The document's name, which is the API's version.</summary>
    public const string Name = "v1";

    /// <summary>What every address of the API begins with.</summary>
    public const string Prefix = "/v1";

    public static void Configure(OpenApiOptions options)
    {
        options.ShouldInclude = api => $"/{api.RelativePath}".StartsWith($"{Prefix}/", StringComparison.Ordinal);
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Orleans.Reco",
                Version = Name,
                Description = "Every shopper and every product is a grain: a recommendation is computed from the state that the last "
                    + "click has just changed. Errors are problem documents (RFC 9457) with the offending fields in errors.",
            };
            document.Servers = [];
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, _, _) =>
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = RequestExtensions.TenantHeader,
                In = ParameterLocation.Header,
                Description = "The tenant: 1 to 63 of a-z, 0-9 and '-'. Default: default.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, Pattern = "^[a-z0-9-]{1,63}$" },
            });
            return Task.CompletedTask;
        });
    }

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapOpenApi();

        // Everything the page needs comes from this server: no fonts, agents or telemetry of others.
        endpoints.MapScalarApiReference("/reference", options => options
            .WithTitle("Orleans.Reco API")
            .AddDocument(Name)
            .DisableDefaultFonts()
            .DisableTelemetry()
            .DisableAgent()
            .DisableMcp()
            .HideClientButton());
    }
}
