using System.Net;

namespace Orleans.Reco.Tests;

/// <summary>The first run of a small shop: filled, trained, served; and the second, which finds everything as it was.</summary>
public sealed class FirstRunTests
{
    private static readonly TimeSpan TrainingDeadline = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task A_first_run_trains_and_serves_and_a_second_goes_on_with_it()
    {
        using var data = new TemporaryFolder();
        string[] demo =
        [
            "--Reco:Demo:Enabled=true", "--Reco:Demo:Items=150", "--Reco:Demo:Shoppers=300", "--Reco:Demo:Days=20", "--Reco:Trainer:Epochs=4",
            "--Reco:Refresh:Gate:MinGainOverPopularity=0",
        ];
        string version;
        UserProfile shopper;
        await using (var first = await HostProcess.StartAsync(data.Path, demo))
        {
            version = await ServedVersion(first);
            var catalog = await first.GetAsync<CatalogPage>("/v1/catalog?count=50");
            Assert.True(catalog.Total > 100);
            await first.PostAsync<EventsAnswer>("/v1/events", new
            {
                events = new[] { new { userId = "visitor", itemId = catalog.Items[0].ItemId, type = "purchase", value = 10.0 } },
            });
            shopper = await first.GetAsync<UserProfile>("/v1/users/visitor");
            var list = await first.GetAsync<RecommendResponse>("/v1/users/visitor/recommendations?count=10&explain=true");
            Assert.Equal(version, list.ModelVersion);
            Assert.All(list.Items, item => Assert.NotEmpty(item.Title));

            // The demo asks for the state once a second, so it may say so after the model serves.
            await first.SaysAsync("is in service");
            Assert.Equal(0, await first.TerminateAsync());
        }

        await using var second = await HostProcess.StartAsync(data.Path, demo);
        Assert.Equal(version, (await second.GetAsync<RecommendResponse>("/v1/users/visitor/recommendations")).ModelVersion);
        var again = await second.GetAsync<UserProfile>("/v1/users/visitor");
        Assert.Equal((shopper.Sequence, shopper.History[0]), (again.Sequence, again.History[0]));
    }

    /// <summary>Waits for the first training to end and gives the version that it put into service.</summary>
    internal static async Task<string> ServedVersion(HostProcess host)
    {
        using var deadline = new CancellationTokenSource(TrainingDeadline);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(0.5));
        while (await timer.WaitForNextTickAsync(deadline.Token))
        {
            // Beside a training and other tests it may have no time for an answer, and says so.
            using var response = await host.Http.GetAsync("/v1/models", deadline.Token);
            if (response.StatusCode == HttpStatusCode.ServiceUnavailable)
            {
                continue;
            }

            var status = await HostProcess.ReadAsync<ModelStatus>(response);
            Assert.NotEqual(RefreshStage.Failed, status.Current?.Stage);
            if (status is { ActiveVersion: { } version, Current.EndedAt: not null })
            {
                return version;
            }
        }

        throw new TimeoutException(host.Output);
    }
}
