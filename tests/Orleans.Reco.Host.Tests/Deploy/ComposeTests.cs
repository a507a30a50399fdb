using System.Text.Json;
using NJsonSchema;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Orleans.Reco.Tests;

/// <summary><c>compose.yaml</c> against the Compose specification's own schema (compose-spec/compose-spec, Apache-2.0).</summary>
public sealed class ComposeTests
{
    private static readonly string Json = ToJson(DeployFiles.Read("compose.yaml"));

    [Fact]
    public async Task The_file_is_what_the_specification_allows()
    {
        var schema = await JsonSchema.FromFileAsync(Path.Combine(AppContext.BaseDirectory, "Deploy", "Schemas", "compose-spec.json"));

        Assert.Empty(schema.Validate(Json));
        Assert.NotEmpty(schema.Validate(Json.Replace("\"image\"", "\"imagge\"", StringComparison.Ordinal)));
    }

    [Fact]
    public void Silos_are_configured_by_settings_of_the_host_and_mount_files_that_are_there()
    {
        var services = JsonSerializer.Deserialize<JsonElement>(Json).GetProperty("services").EnumerateObject().ToDictionary(s => s.Name, s => s.Value);
        Assert.All((string[])["silo-1", "silo-2", "silo-3", "web"], name => DeployFiles.AssertIsConfiguration(
            services[name].GetProperty("environment").EnumerateObject().Select(e => KeyValuePair.Create(e.Name, e.Value.ToString()))));
        var mounted = services.Values
            .Where(service => service.TryGetProperty("volumes", out _))
            .SelectMany(service => service.GetProperty("volumes").EnumerateArray().Select(volume => volume.GetString()!.Split(':')[0]))
            .Where(source => source.StartsWith('.'));
        Assert.All(mounted, file => Assert.True(File.Exists(Path.Combine(DeployFiles.Folder, file)), file));
        Assert.All(
            services.Values.Where(service => service.TryGetProperty("build", out _)),
            service => Assert.True(File.Exists(Path.Combine(
                DeployFiles.Folder, "..", service.GetProperty("build").GetProperty("dockerfile").GetString()!))));
    }

    /// <summary>With its anchors and merge keys resolved.</summary>
    private static string ToJson(string yaml)
    {
        var graph = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build()
            .Deserialize(new MergingParser(new Parser(new StringReader(yaml))));
        return new SerializerBuilder().JsonCompatible().Build().Serialize(graph);
    }
}
