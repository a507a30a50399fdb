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
    [InlineData(2, "--split: 'random' is not known", "evaluate", "FOLDER", "FOLDER", "--split", "random")]
    [InlineData(2, "--sampled-negatives: -1 is not allowed", "compare", "FOLDER", "FOLDER", "--sampled-negatives", "-1")]
    [InlineData(2, "--steps: 'tidy' is not known", "prepare", "FOLDER", "-o", "out", "--steps", "tidy")]
    [InlineData(2, "--steps: give either it or --config", "prepare", "FOLDER", "-o", "out")]
    [InlineData(2, "--memory: 1 MB is not allowed", "prepare", "FOLDER", "-o", "out", "--steps", "deduplicate", "--memory", "1")]
    [InlineData(1, "has no interactions.parquet", "prepare", "FOLDER", "-o", "out", "--steps", "deduplicate")]
    [InlineData(2, "--model: 'magic' is not known", "search", "FOLDER", "-o", "out", "--model", "magic", "--set", "x")]
    [InlineData(2, "--set: item-knn does not know 'shoes'", "search", "FOLDER", "-o", "out", "--model", "item-knn", "--set", "shoes=1..2")]
    [InlineData(2, "--strategy: 'luck' is not known", "search", "FOLDER", "-o", "out", "--model", "item-knn", "--set", "neighbours=5..50", "--strategy", "luck")]
    [InlineData(1, "has no interactions.parquet", "train", "FOLDER", "-o", "out")]
    [InlineData(1, "manifest.json: is missing", "bundle", "show", "FOLDER")]
    [InlineData(2, "FROM: 'blobs:events' needs an account", "log", "copy", "blobs:events", "out")]
    [InlineData(2, "TO: 'Not_A_Name' is no container's name", "bundle", "copy", "FOLDER", "https://a.blob.core.windows.net/Not_A_Name")]
    [InlineData(2, "--tenant:", "log", "copy", "FOLDER", "out", "--tenant", "Not A Tenant")]
    public async Task FailuresNameTheOptionOrTheFile(int expected, string message, params string[] arguments)
    {
        using var folder = new TempFolder();
        var file = folder.File("log.csv", "user,item,timestamp\na,x,2024-01-01\n");
        var (code, _, error) = await Reco([.. arguments.Select(a => a switch { "FILE" => file, "FOLDER" => folder.Path, "out" => folder.In(a), _ => a })]);
        Assert.Equal(expected, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ALogIsCopiedAndACopyThatIsThereIsNotMadeAgain()
    {
        using var folder = new TempFolder();
        const string name = "tenant=default/date=2026-11-24/0.parquet";
        Directory.CreateDirectory(Path.GetDirectoryName(folder.In("log/" + name))!);
        await File.WriteAllTextAsync(folder.In("log/" + name), "rows", Cancellation);
        var (code, output, _) = await Reco("log", "copy", folder.In("log"), folder.In("copy"));
        Assert.Equal((0, $"{name}\n1 files copied, 0 were there"), (code, output.Trim()));
        Assert.Equal("rows", await File.ReadAllTextAsync(folder.In("copy/" + name), Cancellation));
        Assert.Contains("0 files copied, 1 were there", (await Reco("log", "copy", folder.In("log"), folder.In("copy"))).Output, StringComparison.Ordinal);
        await File.WriteAllTextAsync(folder.In("copy/" + name), "other rows", Cancellation);
        (code, _, var error) = await Reco("log", "copy", folder.In("log"), folder.In("copy"));
        Assert.Equal(1, code);
        Assert.Contains(name, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ADatasetIsPreparedSearchedAndCompared()
    {
        using var folder = new TempFolder();
        var csv = folder.File("log.csv", TestShop.Csv());
        Assert.Equal(0, (await Reco("import", csv, "--output", folder.In("raw"))).Code);
        var (code, output, _) = await Reco("prepare", folder.In("raw"), "-o", folder.In("data"), "--steps", "sessions; k-core users=5 items=10");
        Assert.Equal(0, code);
        Assert.Contains("| k-core", output, StringComparison.Ordinal);
        var again = await Reco("prepare", folder.In("raw"), "-o", folder.In("again"), "--config", folder.In("data/preparation.json"));
        Assert.Equal(Fingerprint(output), Fingerprint(again.Output));
        string[] search = ["search", folder.In("data"), "--model", "item-knn", "--set", "neighbours=2..60", "--split", "leave-one-out", "-o", folder.In("found")];
        (code, output, _) = await Reco([.. search, "--trials", "4"]);
        Assert.Equal(0, code);
        Assert.Contains("trial 4: 0.", output, StringComparison.Ordinal);
        Assert.True(File.Exists(folder.In("found/best.json")) && File.Exists(folder.In("found/search.html")));
        Assert.Equal(5, File.ReadAllLines(folder.In("found/trials.jsonl")).Length);
        var data = DatasetReader.Read(folder.In("data"), Core.InteractionTypes.Default);
        foreach (var name in new[] { "popularity", "ease" })
        {
            var algorithm = ModelAlgorithms.Get(name);
            var parameters = new ParameterValues(algorithm);
            using var model = algorithm.Fit(new FitContext { Data = data, Parameters = parameters, Time = TimeProvider.System });
            _ = ModelBundles.Write(folder.In(name), data, name, parameters.ToText(), model.Export(), null, "default", null, null, TimeProvider.System, 1);
        }

        (code, output, _) = await Reco(
            "compare", folder.In("data"), folder.In("popularity"), folder.In("ease"), "--split", "leave-one-out", "--report", folder.In("page.html"));
        Assert.Equal(0, code);
        Assert.Contains("against popularity", output, StringComparison.Ordinal);
        Assert.Contains("Full ranking", output, StringComparison.Ordinal);
        Assert.True(File.Exists(folder.In("page.html")));
    }

    private static string Fingerprint(string output) => output.Split('\n').Single(line => line.StartsWith("Fingerprint: ", StringComparison.Ordinal));

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
