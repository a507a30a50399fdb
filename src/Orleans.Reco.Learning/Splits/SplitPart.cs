namespace Orleans.Reco.Learning;

/// <summary>The parts of a split.</summary>
internal enum SplitPart
{
    Train = 0,
    Validation = 1,
    Test = 2,
}
