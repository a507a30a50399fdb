using Orleans.Reco.LoadTests;
using Orleans.Runtime;

namespace Orleans.Reco.Tests;

/// <summary>Counts what the whole process allocates, so nothing may run beside it.</summary>
[CollectionDefinition(nameof(AllocationBudgetTests), DisableParallelization = true)]
[Collection(nameof(AllocationBudgetTests))]
public sealed class AllocationBudgetTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("reco-budget-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_recommendation_allocates_at_most_20_KB_from_the_client_to_the_answer()
    {
        const int rounds = 10;
        const long budget = 20 * 1024;
        var load = new ReferenceLoad { Items = 5_000, Users = 200 };
        await using var silo = await RecoSilo.StartAsync(_folder);
        var records = new RecordFill(silo, load);
        await records.ItemsAsync();
        await records.UsersAsync();
        await ReferenceStore.PromoteAsync(silo, load);
        await using var target = new ClientTarget(silo.Client, load.Returned);
        async Task AskAll()
        {
            for (var user = 0; user < load.Users; user++)
            {
                Assert.Equal(Outcome.Ok, await target.RecommendAsync(user));
            }
        }

        await AskAll();
        await AskAll();
        var before = GC.GetTotalAllocatedBytes(precise: true);
        for (var round = 0; round < rounds; round++)
        {
            await AskAll();
        }

        Assert.InRange((GC.GetTotalAllocatedBytes(precise: true) - before) / (rounds * load.Users), 1024, budget);
    }

    [Fact]
    public async Task A_reference_to_a_user_allocates_itself_and_its_key_and_reflects_on_nothing()
    {
        const int references = 1_000;
        const long budget = 300;
        await using var silo = await RecoSilo.StartAsync(_folder);
        var known = (GrainReference)silo.Grains.GetGrain<IUserGrain>("known");
        void Make()
        {
            for (var user = 0; user < references; user++)
            {
                _ = silo.Grains.GetGrain(GrainId.Create(known.GrainId.Type, $"user {user}"), known.InterfaceType);
            }
        }

        Make();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Make();
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / references, 64, budget);
    }
}
