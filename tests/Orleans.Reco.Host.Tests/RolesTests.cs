using System.Text.Json;

namespace Orleans.Reco.Tests;

public sealed class RolesTests
{
    [Fact]
    public async Task A_silo_without_the_training_role_serves_and_never_loads_libtorch()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Loaded libraries are read from /proc.");
        using var data = new TemporaryFolder();
        await using var host = await HostProcess.StartAsync(data.Path, "--Reco:Roles=Web,Serving,Scoring");
        await host.PutItemsAsync(20);
        var list = await host.GetAsync<RecommendResponse>("/v1/users/anna/recommendations?count=10");

        Assert.Equal(10, list.Items.Length);
        Assert.False(list.Degraded);
        var loaded = await File.ReadAllTextAsync($"/proc/{host.ProcessId}/maps");
        Assert.DoesNotContain("torch", loaded, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_refresh_waits_for_a_silo_with_the_training_role_and_says_so()
    {
        using var data = new TemporaryFolder();
        await using var host = await HostProcess.StartAsync(data.Path, "--Reco:Roles=Web,Serving,Scoring");
        await host.PutItemsAsync(5);
        await host.PostAsync<JsonElement>("/v1/models/refresh", new { reason = "test" });

        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        RefreshInfo current;
        do
        {
            await timer.WaitForNextTickAsync(deadline.Token);
            current = (await host.GetAsync<ModelStatus>("/v1/models")).Current!;
        }
        while (current.Stage == RefreshStage.Planned || current.Message == "Reading the event log");
        Assert.Equal((RefreshStage.Preparing, "Waiting for a silo with the training role"), (current.Stage, current.Message));
    }

    [Fact]
    public async Task A_wrong_setting_stops_the_start_with_its_key_and_range()
    {
        using var data = new TemporaryFolder();
        var error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => HostProcess.StartAsync(data.Path, "--Reco:User:HistoryCapacity=3", "--Reco:Demo:Items=1"));
        Assert.Contains("HistoryCapacity", error.Message);
    }
}
