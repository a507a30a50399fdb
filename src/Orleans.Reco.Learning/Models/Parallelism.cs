namespace Orleans.Reco.Learning;

/// <summary>How many threads a computation takes.</summary>
internal static class Parallelism
{
    /// <summary>The number asked for, or all cores for 0.</summary>
    public static int Threads(int asked) => asked > 0 ? asked : Environment.ProcessorCount;

    public static ParallelOptions Options(int asked, CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = Threads(asked), CancellationToken = cancellationToken };
}
