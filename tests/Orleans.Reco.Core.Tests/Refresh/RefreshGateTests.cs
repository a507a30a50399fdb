namespace Orleans.Reco.Core.Tests;

public sealed class RefreshGateTests
{
    private readonly RefreshGateOptions _options = new();

    [Fact]
    public void A_candidate_as_good_as_the_one_in_service_passes() => Assert.Null(Refusal([]));

    [Theory]
    [InlineData(GateMetrics.Served, 0.05, "NDCG@10 on the holdout is 0.05; at least 0.1 is needed")]
    [InlineData(GateMetrics.DifferenceHigh, -0.01, "upper end of the interval is -0.01; at least -0.004 is needed")]
    [InlineData(GateMetrics.CandidateCoverage, 0.1, "Coverage@10 is 0.1; at least 0.2 is needed")]
    [InlineData(GateMetrics.CandidateColdRecall, 0.01, "Recall@20 of cold items is 0.01; at least 0.025 is needed")]
    [InlineData(GateMetrics.Served, double.NaN, "NDCG@10 on the holdout is NaN")]
    public void What_is_too_low_is_refused_with_its_numbers(string metric, double value, string reason) =>
        Assert.Contains(reason, Refusal([(metric, value)]), StringComparison.Ordinal);

    [Fact]
    public void A_loss_that_may_be_chance_passes() => Assert.Null(Refusal([(GateMetrics.DifferenceLow, -0.1), (GateMetrics.DifferenceHigh, 0.001)]));

    [Fact]
    public void Too_few_users_are_not_compared() =>
        Assert.Null(Refusal([(GateMetrics.Users, 29), (GateMetrics.DifferenceHigh, -1), (GateMetrics.CandidateCoverage, 0)]));

    [Fact]
    public void What_was_not_measured_does_not_pass() =>
        Assert.NotNull(RefreshGate.Refusal(RefreshGate.Check(new Dictionary<string, double>(), _options)));

    [Fact]
    public void An_open_gate_looks_at_nothing()
    {
        _options.Enabled = false;
        Assert.Empty(RefreshGate.Check(new Dictionary<string, double>(), _options));
        Assert.Empty(RefreshGate.CheckLatency([(TimeSpan.FromSeconds(9), TimeSpan.FromMilliseconds(1))], _options));
    }

    [Fact]
    public void The_slowest_silo_decides()
    {
        var fast = (TimeSpan.FromMilliseconds(30), TimeSpan.FromMilliseconds(20));
        var slow = (TimeSpan.FromMilliseconds(70), TimeSpan.FromMilliseconds(20));
        Assert.Null(RefreshGate.Refusal(RefreshGate.CheckLatency([fast], _options)));
        Assert.Contains("is 70; at most 60", RefreshGate.Refusal(RefreshGate.CheckLatency([fast, slow, fast], _options)), StringComparison.Ordinal);
        Assert.Null(RefreshGate.Refusal(RefreshGate.CheckLatency([(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(0.1))], _options)));
    }

    private string? Refusal((string Name, double Value)[] changes)
    {
        var metrics = new Dictionary<string, double>
        {
            [GateMetrics.Served] = 0.2,
            [GateMetrics.Popularity] = 0.1,
            [GateMetrics.Users] = 100,
            [GateMetrics.Candidate] = 0.2,
            [GateMetrics.Parent] = 0.2,
            [GateMetrics.DifferenceLow] = -0.01,
            [GateMetrics.DifferenceHigh] = 0.01,
            [GateMetrics.CandidateCoverage] = 0.4,
            [GateMetrics.ParentCoverage] = 0.4,
            [GateMetrics.ColdUsers] = 40,
            [GateMetrics.CandidateColdRecall] = 0.05,
            [GateMetrics.ParentColdRecall] = 0.05,
        };
        foreach (var (name, value) in changes)
        {
            metrics[name] = value;
        }

        return RefreshGate.Refusal(RefreshGate.Check(metrics, _options));
    }
}
