namespace Orleans.Reco.Learning;

/// <summary>What DuckDB may take. Beyond its memory it goes on in the temporary folder.</summary>
public sealed record DuckDbLimits
{
    /// <summary>Threads. Default: 0 = all cores. Allowed: 0 to 256.</summary>
    public int Threads { get; init; }

    /// <summary>
    /// Memory of tables, sorts and hash tables in MB; the process needs some hundred MB besides. Default: 2,000. Allowed: 100 or more.
    /// </summary>
    public int MemoryMegabytes { get; init; } = 2_000;

    /// <summary>Where a folder for what does not fit is made; it is deleted in the end. Null = the system's temporary folder.</summary>
    public string? TemporaryFolder { get; init; }

    /// <summary>Throws where a value is outside its range, and gives the limits back.</summary>
    /// <exception cref="DatasetException">Names the option and the range.</exception>
    public DuckDbLimits Validate() =>
        Threads is < 0 or > 256 ? throw new DatasetException("threads", $"{Threads} is not allowed; allowed are 0 to 256.")
        : MemoryMegabytes < 100 ? throw new DatasetException("memory", $"{MemoryMegabytes} MB is not allowed; allowed are 100 MB or more.")
        : this;
}
