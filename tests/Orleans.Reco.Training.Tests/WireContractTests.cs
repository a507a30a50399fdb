using Orleans.Reco.Testing;

namespace Orleans.Reco.Training.Tests;

public sealed class WireContractTests
{
    [Fact]
    public void Changes_by_a_diff_of_its_file_only() => WireContract.AssertUnchanged(typeof(TrainerOptions).Assembly);
}
