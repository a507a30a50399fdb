using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace Orleans.Reco.Tests;

/// <summary>The table of reminders does not answer: lists are served all the same.</summary>
public sealed class RemindersAwayTests
{
    [Fact]
    public async Task A_model_serves_before_its_coordinator_has_a_reminder()
    {
        await using var cluster = await RecoCluster.StartAsync(
            configure: silo => silo.Services.AddSingleton<IReminderTable>(new AwayTable()));
        var items = await cluster.PutItemsAsync(20);
        var version = await cluster.PublishAsync(items, seed: 1);
        await cluster.Client.PromoteModelAsync(version);
        Assert.Equal(version, (await cluster.Client.RecommendAsync("u", new RecommendRequest())).ModelVersion);
    }

    private sealed class AwayTable : IReminderTable
    {
        public Task<ReminderTableData> ReadRows(GrainId grainId) => throw Away();

        public Task<ReminderTableData> ReadRows(uint begin, uint end) => throw Away();

        public Task<ReminderEntry?> ReadRow(GrainId grainId, string reminderName) => throw Away();

        public Task<string?> UpsertRow(ReminderEntry entry) => throw Away();

        public Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag) => throw Away();

        public Task TestOnlyClearTable() => throw Away();

        private static OrleansException Away() => new("Injected: the table of reminders does not answer.");
    }
}
