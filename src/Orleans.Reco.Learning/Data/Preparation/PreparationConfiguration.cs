using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orleans.Reco.Learning;

/// <summary>Named steps in their order. The same steps, keys and data give the same dataset, up to its fingerprint.</summary>
/// <param name="Steps">At least one.</param>
public sealed record PreparationConfiguration(IReadOnlyList<PreparationStep> Steps)
{
    private static readonly JsonSerializerOptions Json = new(DatasetFiles.Json)
    {
        AllowOutOfOrderMetadataProperties = true,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>Reads JSON with an array <c>steps</c>: a configuration, or the <c>preparation.json</c> of a prepared dataset.</summary>
    /// <exception cref="DatasetException">A step or one of its options is not known or not allowed.</exception>
    public static PreparationConfiguration FromJson(string json)
    {
        try
        {
            return FromArray(JsonNode.Parse(json)?["steps"] as JsonArray);
        }
        catch (JsonException e)
        {
            throw new DatasetException("config", $"is not JSON: {e.Message}", e);
        }
    }

    /// <summary>Reads <c>name option=value option=value; name …</c>, for example <c>deduplicate; k-core users=5 items=5</c>.</summary>
    /// <exception cref="DatasetException">A step or one of its options is not known or not allowed.</exception>
    public static PreparationConfiguration Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var steps = new JsonArray();
        foreach (var step in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var words = step.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var node = new JsonObject { ["step"] = words[0] };
            foreach (var word in words.Skip(1))
            {
                node[word.Split('=')[0]] = word.Split('=', 2) is [_, var value]
                    ? Value(value)
                    : throw new DatasetException("steps", $"'{word}' is not of the form option=value.");
            }

            steps.Add(node);
        }

        return FromArray(steps);
    }

    internal JsonNode ToJson() => JsonSerializer.SerializeToNode(Steps, Json)!;

    private static PreparationConfiguration FromArray(JsonArray? steps)
    {
        if (steps is null or { Count: 0 })
        {
            throw new DatasetException("steps", $"none is given; allowed are {string.Join(", ", PreparationStep.Names)}.");
        }

        return new PreparationConfiguration([.. steps.Select(Step)]);
    }

    private static PreparationStep Step(JsonNode? node)
    {
        var name = node is JsonObject o && o["step"] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
        if (!PreparationStep.Names.Contains(name))
        {
            throw new DatasetException("steps", $"'{name}' is not known; allowed are {string.Join(", ", PreparationStep.Names)}.");
        }

        try
        {
            var step = node.Deserialize<PreparationStep>(Json)!;
            step.Validate();
            return step;
        }
        catch (JsonException e)
        {
            throw new DatasetException("steps", $"{name}: {e.Message.Split('\n')[0]}", e);
        }
    }

    private static JsonNode Value(string text) =>
        bool.TryParse(text, out var flag) ? JsonValue.Create(flag)
        : double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number) && number == Math.Floor(number) && Math.Abs(number) < 1e15
            ? JsonValue.Create((long)number)
        : double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out number) ? JsonValue.Create(number)
        : JsonValue.Create(text);
}
