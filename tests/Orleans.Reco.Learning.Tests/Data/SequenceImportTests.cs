using Orleans.Reco.Core;

namespace Orleans.Reco.Learning.Tests;

public sealed class SequenceImportTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ImportingGivesWhatReadingGives()
    {
        using var folder = new TempFolder();
        string[] files = [folder.File("train.txt", "10 5 6 100 5\n2 6 7 8\n3 9\n4\n"), folder.File("test.txt", "2 5\n10 9 7 \n3 5\n")];
        await AssertSame(folder, files);
    }

    [Fact]
    public async Task BeautyIsTheSameByEitherWay()
    {
        using var folder = new TempFolder();
        await AssertSame(folder, [SharedData.Require("beauty/Beauty.txt")]);
    }

    [Fact]
    public async Task SomethingElseThanNumbersIsRefused()
    {
        using var folder = new TempFolder();
        var options = Options(folder, [folder.File("log.txt", "1 2 three\n")]);
        var error = await Assert.ThrowsAsync<DatasetException>(() => DatasetImporter.ImportAsync(options, Cancellation));
        Assert.Contains("'1 three' is found where two whole numbers are expected", error.Message, StringComparison.Ordinal);
    }

    private static async Task AssertSame(TempFolder folder, string[] files)
    {
        _ = await DatasetImporter.ImportAsync(Options(folder, files), Cancellation);
        var imported = DatasetReader.Read(folder.In("data"), InteractionTypes.Default, Cancellation);
        var read = SequenceFile.Read(files);
        Assert.Equal(read.Users, imported.Users);
        Assert.Equal(read.Items, imported.Items);
        Assert.Equal(read.Fingerprint(), imported.Fingerprint());
        var (first, second) = (LeaveOneOutSplit.Create(read), LeaveOneOutSplit.Create(imported));
        Assert.Equal(first.Test.Select(c => (c.User, c.Targets[0])), second.Test.Select(c => (c.User, c.Targets[0])));
    }

    private static ImportOptions Options(TempFolder folder, string[] files) =>
        new() { Files = files, Output = folder.In("data"), Preset = ImportPreset.Sequences };
}
