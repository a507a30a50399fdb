using System.Diagnostics;
using System.Text.Json;
using YamlDotNet.RepresentationModel;

namespace Orleans.Reco.Tests;

/// <summary>Files that have a tool of their own to check them.</summary>
public sealed class ToolTests
{
    [Fact]
    public async Task The_Bicep_compiler_takes_the_template_without_a_warning()
    {
        var bicep = Path.Combine(AppContext.BaseDirectory, "bicep");
        Assert.SkipUnless(File.Exists(bicep), "The Bicep compiler comes as a package for Linux on x64 only.");

        var (exit, output, error) = await RunAsync(bicep, "build", Path.Combine(DeployFiles.Folder, "azure", "main.bicep"), "--stdout");

        Assert.True(exit == 0 && error.Length == 0, error);
        Assert.True(JsonSerializer.Deserialize<JsonElement>(output).GetProperty("resources").EnumerateArray().Count() >= 8);
    }

    [Fact]
    public async Task Systemd_takes_the_unit()
    {
        const string Tool = "/usr/bin/systemd-analyze";
        Assert.SkipUnless(File.Exists(Tool), "systemd-analyze is not here.");

        // verify asks for the program that the unit starts; this machine need not have it.
        using var folder = new TemporaryFolder();
        var unit = Path.Combine(folder.Path, "reco@one.service");
        await File.WriteAllTextAsync(unit, DeployFiles.Read("systemd/reco@.service").Replace("/usr/bin/dotnet", "/bin/true", StringComparison.Ordinal));
        var (_, _, error) = await RunAsync(Tool, "verify", "--man=no", unit);

        Assert.DoesNotContain("reco@one.service", error);
    }

    [Fact]
    public void The_units_settings_are_those_of_the_host() => DeployFiles.AssertIsConfiguration(
        DeployFiles.Read("systemd/silo.env").Split('\n')
            .Where(line => line.StartsWith("Reco__", StringComparison.Ordinal))
            .Select(line => line.Split('=', 2))
            .Select(pair => KeyValuePair.Create(pair[0], pair[1])));

    [Fact]
    public void Monitoring_files_are_well_formed_and_the_dashboard_asks_the_provisioned_source()
    {
        foreach (var file in (string[])["monitoring/prometheus.yml", "monitoring/grafana/provisioning.yaml", "monitoring/grafana/dashboards.yaml"])
        {
            var yaml = new YamlStream();
            yaml.Load(new StringReader(DeployFiles.Read(file)));
            Assert.Single(yaml.Documents);
        }

        var dashboard = JsonSerializer.Deserialize<JsonElement>(DeployFiles.Read("monitoring/grafana/reco.json"));
        var panels = dashboard.GetProperty("panels").EnumerateArray().ToList();
        Assert.NotEmpty(panels);
        Assert.All(panels, panel => Assert.Equal("prometheus", panel.GetProperty("datasource").GetProperty("uid").GetString()));
    }

    [Theory]
    [InlineData("cluster.sh")]
    [InlineData("partition.sh")]
    public async Task The_scripts_are_shell(string script)
    {
        var (exit, _, error) = await RunAsync("bash", "-n", Path.Combine(DeployFiles.Folder, "local", script));
        Assert.True(exit == 0, error);
    }

    private static async Task<(int Exit, string Output, string Error)> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await error);
    }
}
