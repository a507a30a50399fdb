using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Orleans.Storage;

namespace Orleans.Reco.Storage.Tests;

/// <summary>Blob grain storage with the official provider's default serializer, Newtonsoft.Json.</summary>
public sealed class BlobJsonTests(AzuriteServer azurite) : BlobGrainStorageTests(azurite)
{
    [Fact]
    public async Task JSON_that_another_writer_stored_is_read_and_what_is_written_is_JSON()
    {
        var grain = Runtime.GrainId.Create("conformance", "json");
        var blob = Container.GetBlobClient("s-conformance/json.json");
        _ = await blob.UploadAsync(new BinaryData("""{"Number":41,"Text":"é","Vector":[0.5]}"""));
        var state = new GrainState<ConformanceState>(new());
        await Storage.ReadStateAsync("s", grain, state);
        Assert.Equal(41, state.State!.Number);

        state.State = state.State with { Number = 42 };
        await Storage.WriteStateAsync("s", grain, state);

        var text = Encoding.UTF8.GetString((await blob.DownloadContentAsync()).Value.Content);
        Assert.Contains("\"Number\":42", text, StringComparison.Ordinal);
        Assert.Contains("\"Text\":\"é\"", text, StringComparison.Ordinal);
    }

    protected override IGrainStorageSerializer Serializer(IServiceProvider services) =>
        new JsonGrainStorageSerializer(services.GetRequiredService<OrleansJsonSerializer>());
}
