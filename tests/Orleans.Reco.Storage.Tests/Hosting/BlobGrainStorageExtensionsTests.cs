using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Azure.Storage.Sas;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Storage;
using Orleans.TestingHost;

namespace Orleans.Reco.Storage.Tests;

public sealed class BlobGrainStorageExtensionsTests(AzuriteServer azurite)
{
    private readonly string _container = $"c{Guid.NewGuid():N}";

    [Fact]
    public async Task Grains_are_spread_over_the_accounts_and_found_again_by_every_silo()
    {
        var accounts = await Task.WhenAll(AzuriteServer.Accounts.Select(account => azurite.ConnectAsync(account)));
        await using (var cluster = await StartAsync(silos: 2, accounts))
        {
            Assert.Equal(Enumerable.Repeat(1, 40), await AddOneToEachAsync(cluster));
        }

        await using (var cluster = await StartAsync(silos: 1, accounts))
        {
            Assert.Equal(Enumerable.Repeat(2, 40), await AddOneToEachAsync(cluster));
        }

        var blobs = await Task.WhenAll(
            accounts.Select(account => account.GetBlobContainerClient(_container).GetBlobsAsync().CountAsync().AsTask()));
        Assert.Equal(40, blobs.Sum());
        Assert.All(blobs, count => Assert.InRange(count, 8, 32));
    }

    [Fact]
    public async Task A_shared_access_signature_is_enough()
    {
        var signature = (await azurite.ConnectAsync()).GenerateAccountSasUri(
            AccountSasPermissions.All, TimeProvider.System.GetUtcNow().AddHours(1), AccountSasResourceTypes.All);
        await using var cluster = await StartAsync(silos: 1, BlobAccount.Connect(signature.ToString()));

        Assert.Equal(Enumerable.Repeat(1, 40), await AddOneToEachAsync(cluster));
    }

    [Fact]
    public void A_URL_without_a_signature_needs_TLS()
    {
        Assert.Contains("https", Assert.Throws<FormatException>(() => BlobAccount.Connect("http://a.blob.core.windows.net")).Message, StringComparison.Ordinal);
        Assert.Equal("a", BlobAccount.Connect("https://a.blob.core.windows.net").AccountName);
    }

    [Fact]
    public async Task A_URL_without_a_signature_is_asked_with_the_token_of_the_process_identity()
    {
        var requests = new RecordedRequests();
        var account = BlobAccount.Connect(
            "https://a.blob.core.windows.net", new OneToken(), options => options.Transport = new HttpClientTransport(requests));

        _ = await account.GetBlobContainerClient("states").GetBlobClient("state").DownloadContentAsync();

        Assert.Equal("Bearer token", Assert.Single(requests.Authorizations));
    }

    [Fact]
    public async Task A_serializer_registered_under_the_providers_name_is_used()
    {
        var account = await azurite.ConnectAsync();
        var builder = new InProcessTestClusterBuilder(1);
        _ = builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddKeyedSingleton<IGrainStorageSerializer>(
                RecoStorage.Name, (services, _) => ActivatorUtilities.CreateInstance<OrleansGrainStorageSerializer>(services));
            silo.AddBlobGrainStorage(RecoStorage.Name, options => Configure(options, [account]));
        });
        await using var cluster = builder.Build();
        await cluster.DeployAsync();
        _ = await AddOneToEachAsync(cluster);

        var blob = account.GetBlobContainerClient(_container).GetBlobClient("sum-reco-test-storage/default/0.json");
        Assert.NotEqual((byte)'{', (await blob.DownloadContentAsync()).Value.Content.ToArray()[0]);
    }

    [Theory]
    [InlineData("Accounts", "grainstate", false)]
    [InlineData("ContainerName", "Grain_State", true)]
    [InlineData("ContainerName", "a--b", true)]
    [InlineData("ContainerName", "ab", true)]
    public async Task Bad_options_are_named_at_the_start(string option, string container, bool hasAccount)
    {
        BlobServiceClient[] accounts = hasAccount ? [new BlobServiceClient(new Uri("https://a.blob.core.windows.net"))] : [];
        var builder = new InProcessTestClusterBuilder(1);
        _ = builder.ConfigureSilo((_, silo) => silo.AddBlobGrainStorage("bad", options =>
        {
            Configure(options, accounts);
            options.ContainerName = container;
        }));
        await using var cluster = builder.Build();

        var error = await Assert.ThrowsAsync<OrleansConfigurationException>(() => cluster.DeployAsync());

        Assert.Contains(option, error.Message, StringComparison.Ordinal);
    }

    private static Task<int[]> AddOneToEachAsync(InProcessTestCluster cluster) =>
        Task.WhenAll(Enumerable.Range(0, 40).Select(i => cluster.Client.GetGrain<IStorageTestGrain>($"default/{i}").Add(1)));

    private void Configure(BlobGrainStorageOptions options, IEnumerable<BlobServiceClient> accounts)
    {
        options.ContainerName = _container;
        foreach (var account in accounts)
        {
            options.Accounts.Add(account);
        }
    }

    private async Task<InProcessTestCluster> StartAsync(short silos, params BlobServiceClient[] accounts)
    {
        var builder = new InProcessTestClusterBuilder(silos);
        _ = builder.ConfigureSilo((_, silo) => silo
            .AddBlobGrainStorage(RecoStorage.Name, options => Configure(options, accounts))
            .AddBlobGrainStorageAsDefault(options => Configure(options, accounts)));
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return cluster;
    }

    private sealed class OneToken : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new("token", TimeProvider.System.GetUtcNow().AddHours(1));

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }

    private sealed class RecordedRequests : HttpMessageHandler
    {
        public List<string?> Authorizations { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Authorizations.Add(request.Headers.Authorization?.ToString());
            return Task.FromResult(new HttpResponseMessage { RequestMessage = request, Content = new ByteArrayContent([1]) });
        }
    }
}
