using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace Orleans.Reco.Storage.Tests;

/// <summary>What a silo's container gives to a storage provider.</summary>
internal static class StorageServices
{
    public static ServiceProvider Build() => new ServiceCollection()
        .AddSerializer()
        .AddLogging()
        .AddSingleton<OrleansJsonSerializer>()
        .BuildServiceProvider();
}
