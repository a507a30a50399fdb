using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.OpenApi;

namespace Orleans.Reco.Web;

/// <summary>Says in the OpenAPI document what handlers read from the request by themselves.</summary>
internal static class EndpointDescriptions
{
    public static RouteHandlerBuilder WithPath(this RouteHandlerBuilder endpoint, string name, string description) =>
        endpoint.WithParameter(name, ParameterLocation.Path, "string", description);

    public static RouteHandlerBuilder WithQuery(this RouteHandlerBuilder endpoint, string name, string type, string description) =>
        endpoint.WithParameter(name, ParameterLocation.Query, type, description);

    public static RouteHandlerBuilder WithBodyExample(this RouteHandlerBuilder endpoint, string json) =>
        endpoint.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            foreach (var content in operation.RequestBody?.Content?.Values ?? [])
            {
                content.Example = JsonNode.Parse(json);
            }

            return Task.CompletedTask;
        });

    public static RouteHandlerBuilder ProducesProblems(this RouteHandlerBuilder endpoint, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses)
        {
            if (status == 400)
            {
                endpoint.ProducesValidationProblem();
            }
            else
            {
                endpoint.ProducesProblem(status);
            }
        }

        return endpoint;
    }

    private static RouteHandlerBuilder WithParameter(
        this RouteHandlerBuilder endpoint, string name, ParameterLocation location, string type, string description) =>
        endpoint.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = name,
                In = location,
                Required = location == ParameterLocation.Path,
                Description = description,
                Schema = Schema(type),
            });
            return Task.CompletedTask;
        });

    private static OpenApiSchema Schema(string type) => type switch
    {
        "integer" => new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64" },
        "boolean" => new OpenApiSchema { Type = JsonSchemaType.Boolean },
        "array" => new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String } },
        _ => new OpenApiSchema { Type = JsonSchemaType.String },
    };
}
