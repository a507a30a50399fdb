namespace Orleans.Reco.Grains.Tests;

/// <inheritdoc cref="WireContract"/>
public sealed class WireContractTests
{
    [Theory]
    [InlineData(typeof(IUserGrain))]
    [InlineData(typeof(RecoRoles))]
    public void Changes_by_a_diff_of_its_file_only(Type member) => WireContract.AssertUnchanged(member.Assembly);

    [Fact]
    public void Names_every_member_of_a_type()
    {
        Assert.Contains("reco.FieldError\n  0 Field: System.String\n  1 Message: System.String\n", WireContract.Describe(typeof(FieldError).Assembly));
        var grains = WireContract.Describe(typeof(RecoRoles).Assembly);
        Assert.Contains("  8 Secret: System.Byte[]\n", grains);
        Assert.Contains(" of Ordinal Int32, UnixSeconds UInt32, Value Single, Type InteractionType\n", grains);
    }
}
