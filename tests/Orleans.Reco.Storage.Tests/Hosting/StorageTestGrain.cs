using Orleans.Runtime;

namespace Orleans.Reco.Storage.Tests;

[GrainType("reco-test-storage")]
public sealed class StorageTestGrain(
    [PersistentState("sum", RecoStorage.Name)] IPersistentState<ConformanceState> sum) : Grain, IStorageTestGrain
{
    public async Task<int> Add(int number)
    {
        sum.State = new() { Number = sum.State.Number + number };
        await sum.WriteStateAsync();
        return sum.State.Number;
    }
}
