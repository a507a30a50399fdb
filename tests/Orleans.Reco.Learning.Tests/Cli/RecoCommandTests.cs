using System.Diagnostics;

namespace Orleans.Reco.Learning.Tests;

public sealed class RecoCommandTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ImportWritesADatasetAndPlainTables()
    {
        using var folder = new TempFolder();
        var csv = folder.File("log.csv", "who,item,timestamp\na,x,2024-01-01\n,x,2024-01-01\n");
        var (code, output, _) = await Reco("import", csv, "--map", "user=who", "--output", folder.In("data"));
        Assert.Equal(0, code);
        Assert.True(File.Exists(folder.In("data/interactions.parquet")));
        Assert.Contains("| missing user  | -1", output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', output);
    }

    [Theory]
    [InlineData(2, "--preset", "import", "FILE", "-o", "out", "--preset", "nothing")]
    [InlineData(2, "--core: -1 is not allowed; allowed are 0 to 1000", "import", "FILE", "-o", "out", "--core", "-1")]
    [InlineData(2, "--output", "import", "FILE")]
    [InlineData(2, "--learning-rate: 7 is not allowed", "train", "FOLDER", "-o", "out", "--learning-rate", "7")]
    [InlineData(1, "has no interactions.parquet", "train", "FOLDER", "-o", "out")]
    [InlineData(1, "manifest.json: is missing", "bundle", "show", "FOLDER")]
    public async Task FailuresNameTheOptionOrTheFile(int expected, string message, params string[] arguments)
    {
        using var folder = new TempFolder();
        var file = folder.File("log.csv", "user,item,timestamp\na,x,2024-01-01\n");
        var (code, _, error) = await Reco([.. arguments.Select(a => a switch { "FILE" => file, "FOLDER" => folder.Path, "out" => folder.In(a), _ => a })]);
        Assert.Equal(expected, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output, string Error)> Reco(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments.Prepend(Path.Combine(AppContext.BaseDirectory, "reco.dll")))
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(Cancellation);
        var error = process.StandardError.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        return (process.ExitCode, await output, await error);
    }
}
