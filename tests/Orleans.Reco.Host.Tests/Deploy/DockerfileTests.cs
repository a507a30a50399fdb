using System.Text.Json;

namespace Orleans.Reco.Tests;

/// <summary>The Dockerfiles, instruction by instruction. No parser of Docker's is a .NET package; what is read here is its line format.</summary>
public sealed class DockerfileTests
{
    private static readonly string[] Known =
        ["ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL", "RUN", "SHELL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR"];

    [Theory]
    [InlineData("silo", "-p:WithTraining=false")]
    [InlineData("training", "linux-x64")]
    [InlineData("cuda", "-p:OnnxRuntimeFlavor=Gpu")]
    public void An_image_is_built_in_stages_and_runs_without_root(string image, string publishedWith)
    {
        var instructions = Read($"docker/{image}.Dockerfile");

        Assert.All(instructions, instruction => Assert.Contains(instruction.Name, Known));
        var stages = instructions.Where(instruction => instruction.Name == "FROM").ToList();
        Assert.True(stages.Count >= 2);
        var named = stages.Select(stage => stage.Value.Split(" AS ")).Where(stage => stage.Length == 2).Select(stage => stage[1]).ToList();
        Assert.All(
            instructions.Where(instruction => instruction.Name == "COPY" && instruction.Value.StartsWith("--from=", StringComparison.Ordinal)),
            copy => Assert.Contains(copy.Value["--from=".Length..].Split(' ')[0], named));
        Assert.Contains(instructions, instruction => instruction.Name == "RUN" && instruction.Value.Contains(publishedWith, StringComparison.Ordinal));

        // Of the last stage alone, which is the image.
        var last = instructions[(instructions.FindLastIndex(instruction => instruction.Name == "FROM") + 1)..];
        Assert.Contains(Assert.Single(last, instruction => instruction.Name == "USER").Value, ["$APP_UID", "1654"]);
        Assert.Equal(
            ["dotnet", "Orleans.Reco.Host.dll"],
            JsonSerializer.Deserialize<string[]>(Assert.Single(last, instruction => instruction.Name == "ENTRYPOINT").Value)!);
        Assert.Equal(["/data", "/shared"], JsonSerializer.Deserialize<string[]>(Assert.Single(last, instruction => instruction.Name == "VOLUME").Value)!);
    }

    private static List<(string Name, string Value)> Read(string file) =>
    [
        .. DeployFiles.Read(file).Replace("\\\n", "", StringComparison.Ordinal).Split('\n')
            .Select(line => line.Trim())
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(' ', 2))
            .Select(parts => (parts[0], parts[1].Trim())),
    ];
}
