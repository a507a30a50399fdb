namespace Orleans.Reco.Learning;

/// <summary>How a series is drawn.</summary>
internal enum ChartStyle
{
    Line = 0,

    /// <summary>A thin dashed line, for what the others are held against; it takes no colour.</summary>
    Reference = 1,

    Dots = 2,

    LineAndDots = 3,
}
