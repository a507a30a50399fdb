using Orleans.Reco.Client;

namespace Orleans.Reco.Web.Tests;

public sealed class RetryBudgetTests
{
    [Fact]
    public void Where_everything_fails_retries_end_after_a_hundred()
    {
        var budget = new RetryBudget();
        Assert.Equal(99, Enumerable.Range(0, 1000).Count(_ => budget.MayRetry()));
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(3, false)]
    public void A_few_failures_among_successes_are_always_tried_again(int successes, bool always)
    {
        var budget = new RetryBudget();
        var retried = 0;
        for (var failure = 0; failure < 1000; failure++)
        {
            retried += budget.MayRetry() ? 1 : 0;
            for (var i = 0; i < successes; i++)
            {
                budget.Succeeded();
            }
        }

        Assert.Equal(always, retried == 1000);
        Assert.True(retried > 200);
    }

    [Fact]
    public void When_calls_succeed_again_there_are_retries_again()
    {
        var budget = new RetryBudget();
        for (var i = 0; i < 1000; i++)
        {
            _ = budget.MayRetry();
        }

        for (var i = 0; i < 1000; i++)
        {
            budget.Succeeded();
        }

        Assert.True(budget.MayRetry());
    }
}
