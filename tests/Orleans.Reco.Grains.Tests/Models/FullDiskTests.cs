using System.Diagnostics;

namespace Orleans.Reco.Tests;

/// <summary>A bundle store on a file system that is full: a small one in memory, which takes root to mount.</summary>
public sealed class FullDiskTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("reco-full-").FullName;
    private readonly string _inbox = Directory.CreateTempSubdirectory("reco-inbox-").FullName;
    private bool _mounted;

    private string Bundles => Path.Combine(_folder, "bundles");

    public ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Bundles);
        _mounted = OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", "size=4m", "none", Bundles);
        return default;
    }

    public ValueTask DisposeAsync()
    {
        if (_mounted)
        {
            Run("umount", "-l", Bundles);
        }

        Directory.Delete(_inbox, recursive: true);
        return default;
    }

    [Fact]
    public async Task What_cannot_be_published_is_refused_with_the_reason_and_the_old_one_stays()
    {
        Assert.SkipUnless(_mounted, "A file system can only be mounted by root.");
        await using var cluster = await RecoCluster.StartAsync(
            folder: _folder, configure: null, settings: [.. ShortCanary.Settings, ("Reco:Refresh:Inbox", _inbox)]);
        var items = await cluster.PutItemsAsync(20);
        var active = await cluster.PublishAsync(items, seed: 99);
        await cluster.Client.PromoteModelAsync(active);
        var ballast = Path.Combine(Bundles, "ballast");
        await File.WriteAllBytesAsync(ballast, new byte[new DriveInfo(Bundles).AvailableFreeSpace - 8192], TestContext.Current.CancellationToken);

        await cluster.Client.StartRefreshAsync(new RefreshRequest { Reason = "test" });
        var ended = await cluster.EndedAsync();
        Assert.Equal(RefreshStage.Failed, ended.Stage);
        Assert.Contains("No space left on device", ended.Message, StringComparison.Ordinal);
        TestBundles.Write(Path.Combine(_inbox, "made"), items, new TestBundleOptions { Seed = 7 });
        var refused = await Assert.ThrowsAsync<RecoValidationException>(() => cluster.Client.RegisterModelAsync("made"));
        Assert.Contains("No space left on device", refused.Message, StringComparison.Ordinal);
        Assert.Equal([active], (await cluster.Client.ListModelsAsync()).Select(bundle => bundle.Version));
        Assert.Equal(active, (await cluster.Client.RecommendAsync("u", new RecommendRequest())).ModelVersion);

        // With space again it goes on as if nothing had been.
        File.Delete(ballast);
        await cluster.Client.RegisterModelAsync("made");
        Assert.Equal(RefreshStage.Promoted, (await cluster.EndedAsync()).Stage);
        Run("umount", "-l", Bundles);
        _mounted = false;
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
