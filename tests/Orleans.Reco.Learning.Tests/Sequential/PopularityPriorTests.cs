namespace Orleans.Reco.Learning.Tests;

public sealed class PopularityPriorTests
{
    [Fact]
    public void AFoldedVectorTimesOneAddsTheTerm()
    {
        var prior = new PopularityPrior(0.5f, new float[] { 0, 1, 8 });
        var folded = prior.Fold([1, 2, 3, 4, 5, 6], dimension: 2);
        Assert.Equal(0.5 * Math.Log(9), prior.Terms[2], 1e-6);
        Assert.Equal([1, 2, prior.Terms[0], 3, 4, prior.Terms[1], 5, 6, prior.Terms[2]], folded);
    }
}
