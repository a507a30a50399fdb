using Orleans.Reco.Core;
using Orleans.Reco.Inference;

namespace Orleans.Reco.Tests;

/// <summary>Bundles from elsewhere, broken bundles, and a store that is full.</summary>
public sealed class RegistrationTests : IAsyncLifetime
{
    private readonly string _inbox = Directory.CreateTempSubdirectory("reco-inbox-").FullName;
    private RecoCluster _cluster = null!;
    private string[] _items = [];
    private string _active = "";

    public async ValueTask InitializeAsync()
    {
        _cluster = await RecoCluster.StartAsync(settings:
        [
            .. ShortCanary.Settings, ("Reco:Refresh:Inbox", _inbox), ("Reco:Refresh:KeepBundles", "2"),
        ]);
        _items = await _cluster.PutItemsAsync(20);
        _active = await _cluster.PublishAsync(_items, seed: 99);
        await _cluster.Client.PromoteModelAsync(_active);
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        Directory.Delete(_inbox, recursive: true);
    }

    [Fact]
    public async Task A_bundle_made_elsewhere_goes_through_gate_and_canary()
    {
        var version = Write("made", seed: 7);
        await _cluster.Client.RegisterModelAsync("made", "ada");
        var ended = await _cluster.EndedAsync();
        Assert.Equal((RefreshStage.Promoted, RefreshKind.Registered, version), (ended.Stage, ended.Kind, ended.Version));
        Assert.Contains(RefreshStage.Canary, ended.Times.Select(time => time.Stage));
        var status = await _cluster.Client.GetModelStatusAsync();
        Assert.Contains(status.Audit, record => record is { By: "ada", Action: "register" } && record.Version == version);
    }

    [Fact]
    public async Task A_registration_that_is_sent_again_is_the_same_refresh()
    {
        Write("made", seed: 7);
        var coordinator = _cluster.Cluster.Client.GetGrain<IModelCoordinatorGrain>("default");
        Assert.Equal("mine", (await coordinator.Register("made", "ada", "mine")).RefreshId);
        Assert.Equal("mine", (await coordinator.Register("made", "ada", "mine")).RefreshId);
        await _cluster.EndedAsync();
        Assert.Equal(RefreshStage.Promoted, (await coordinator.Register("made", "ada", "mine")).Stage);
        Assert.Single((await coordinator.GetStatus()).History);
    }

    [Fact]
    public async Task The_gate_refuses_it_with_numbers_and_the_old_one_stays()
    {
        _cluster.Trainer.Metrics[GateMetrics.Served] = 0.01;
        Write("made", seed: 7);
        await _cluster.Client.RegisterModelAsync("made");
        var ended = await _cluster.EndedAsync();
        Assert.Equal(RefreshStage.Failed, ended.Stage);
        Assert.Contains("is 0.01; at least 0.1 is needed", ended.Message, StringComparison.Ordinal);
        await AssertOldServesAsync();
    }

    [Fact]
    public async Task What_the_staging_silo_measures_is_held_against_the_one_in_service()
    {
        await using var strict = await RecoCluster.StartAsync(settings:
        [
            .. ShortCanary.Settings, ("Reco:Refresh:Gate:MaxLatency", "0.001"), ("Reco:Refresh:Gate:LatencyAllowance", "00:00:00"),
        ]);
        var items = await strict.PutItemsAsync(20);
        var active = await strict.PublishAsync(items, seed: 99);
        await strict.Client.PromoteModelAsync(active);
        await strict.Client.TrackAsync([RecoCluster.Event("u", items[0])]);
        await strict.Client.RecommendAsync("u", new RecommendRequest());
        await strict.Client.StartRefreshAsync(new RefreshRequest { Reason = "a thousandth of the time is asked" });
        var ended = await strict.EndedAsync();
        Assert.Equal(RefreshStage.Failed, ended.Stage);
        Assert.Equal(RefreshStage.Staging, ended.Times[^2].Stage);
        Assert.False(Assert.Single(ended.Checks, check => check.Name.StartsWith("Scoring time on the staging silos", StringComparison.Ordinal)).Passed);
        Assert.Equal(active, (await strict.Client.RecommendAsync("u", new RecommendRequest())).ModelVersion);
    }

    [Theory]
    [InlineData("corrupt", "does not have the SHA-256")]
    [InlineData("truncated", "the manifest says")]
    [InlineData("too new", "schemaVersion is 2; this program reads 1")]
    [InlineData("other tenant", "holds a bundle of tenant 'somebody'")]
    public async Task A_broken_bundle_is_refused_with_a_clear_error(string fault, string reason)
    {
        Write("made", seed: 7, tenant: fault == "other tenant" ? "somebody" : "default");
        Break(Path.Combine(_inbox, "made"), fault);
        var error = await Assert.ThrowsAsync<RecoValidationException>(() => _cluster.Client.RegisterModelAsync("made"));
        Assert.Equal("folder", error.Field);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        await AssertOldServesAsync();
    }

    [Theory]
    [InlineData("../made")]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("nothing")]
    public async Task Only_folders_of_the_inbox_are_taken(string name) => Assert.Equal(
        "folder", (await Assert.ThrowsAsync<RecoValidationException>(() => _cluster.Client.RegisterModelAsync(name))).Field);

    [Theory]
    [InlineData("corrupt")]
    [InlineData("truncated")]
    [InlineData("too new")]
    public async Task A_bundle_that_breaks_in_the_store_ends_its_refresh_and_the_old_one_stays(string fault)
    {
        var write = _cluster.Trainer.Write;
        _cluster.Trainer.Write = (folder, number) =>
        {
            var version = write(folder, number);
            Break(folder, fault);
            return version;
        };
        await _cluster.Client.StartRefreshAsync(new RefreshRequest { Reason = "test" });
        var ended = await _cluster.EndedAsync();
        Assert.Equal(RefreshStage.Failed, ended.Stage);
        Assert.Contains("cannot be served", ended.Message, StringComparison.Ordinal);
        var promoted = await Assert.ThrowsAsync<RecoValidationException>(() => _cluster.Client.PromoteModelAsync(ended.Version!));
        Assert.Contains("cannot be served", promoted.Message, StringComparison.Ordinal);
        await AssertOldServesAsync();
    }

    [Fact]
    public async Task A_store_that_fails_half_way_through_a_copy_as_on_a_full_disk_ends_the_refresh_and_the_old_one_stays()
    {
        var write = _cluster.Trainer.Write;
        _cluster.Trainer.Write = (folder, number) =>
        {
            var version = write(folder, number);
            File.CreateSymbolicLink(Path.Combine(folder, "zzz"), Path.Combine(folder, "not-there"));
            return version;
        };
        await _cluster.Client.StartRefreshAsync(new RefreshRequest { Reason = "test" });
        var ended = await _cluster.EndedAsync();
        Assert.Equal(RefreshStage.Failed, ended.Stage);
        Assert.Contains("Could not find file", ended.Message, StringComparison.Ordinal);
        Assert.Equal([_active], (await _cluster.Client.ListModelsAsync()).Select(bundle => bundle.Version));
        await AssertOldServesAsync();
    }

    [Fact]
    public async Task Bundles_are_listed_and_old_ones_make_way()
    {
        for (var refresh = 0; refresh < 3; refresh++)
        {
            await _cluster.Client.StartRefreshAsync(new RefreshRequest { Reason = "test" });
            await _cluster.EndedAsync();
        }

        var status = await _cluster.Client.GetModelStatusAsync();
        var bundles = await _cluster.Client.ListModelsAsync();
        Assert.Equal(3, bundles.Count);
        Assert.Contains(status.ActiveVersion, bundles.Select(bundle => bundle.Version));
        Assert.Contains(status.PreviousVersion, bundles.Select(bundle => bundle.Version));
        Assert.All(bundles, bundle => Assert.Equal((20, "gru", null), (bundle.Items, bundle.Architecture, bundle.Fault)));
    }

    private async Task AssertOldServesAsync()
    {
        Assert.Equal(_active, (await _cluster.Client.GetModelStatusAsync()).ActiveVersion);
        Assert.Equal(_active, (await _cluster.Client.RecommendAsync("u", new RecommendRequest())).ModelVersion);
    }

    private string Write(string name, int seed, string tenant = "default") => TestBundles.Write(
        Path.Combine(_inbox, name), _items, new TestBundleOptions { Seed = seed, Tenant = tenant }).Version;

    private static void Break(string folder, string fault)
    {
        var (vectors, manifest) = (Path.Combine(folder, BundleFiles.ItemVectors), Path.Combine(folder, BundleFiles.Manifest));
        switch (fault)
        {
            case "corrupt":
                var bytes = File.ReadAllBytes(vectors);
                bytes[7] ^= 1;
                File.WriteAllBytes(vectors, bytes);
                break;
            case "truncated":
                File.WriteAllBytes(vectors, File.ReadAllBytes(vectors)[..^8]);
                break;
            case "too new":
                File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("\"schemaVersion\": 1", "\"schemaVersion\": 2", StringComparison.Ordinal));
                break;
        }
    }
}
