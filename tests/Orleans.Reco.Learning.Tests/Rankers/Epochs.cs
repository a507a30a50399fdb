namespace Orleans.Reco.Learning.Tests;

/// <summary>Keeps what a training reports, at once and in order.</summary>
internal sealed class Epochs : IProgress<RankerEpoch>
{
    public List<RankerEpoch> All { get; } = [];

    public void Report(RankerEpoch value) => All.Add(value);
}
