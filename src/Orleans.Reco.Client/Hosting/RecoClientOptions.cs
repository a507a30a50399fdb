using System.ComponentModel.DataAnnotations;

namespace Orleans.Reco.Client;

/// <summary>How the client calls the cluster. Section <c>Reco:Client</c>.</summary>
public sealed class RecoClientOptions
{
    /// <summary>The tenant of a client that was not asked for another. Default: <c>default</c>.</summary>
    [Required]
    [RegularExpression("^[a-z0-9-]{1,63}$", ErrorMessage = "Reco:Client:Tenant must be 1 to 63 of a-z, 0-9 and '-'.")]
    public string Tenant { get; set; } = RecoKey.DefaultTenant;

    /// <summary>How often a call is tried in all, 1 to 10. Default: 4.</summary>
    [Range(1, 10, ErrorMessage = "Reco:Client:Attempts must be 1 to 10.")]
    public int Attempts { get; set; } = 4;

    /// <summary>
    /// The wait before the first retry; it doubles each time, with jitter. 1 ms to 10 s. Default: 100 milliseconds.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:10", ErrorMessage = "Reco:Client:BaseDelay must be 1 ms to 10 s.")]
    public TimeSpan BaseDelay { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest wait between two tries, 1 ms to 1 min. Default: 2 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00", ErrorMessage = "Reco:Client:MaxDelay must be 1 ms to 1 min.")]
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest time of one try, 10 ms to 10 min; at most <see cref="TotalTimeout"/>. Default: 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00", ErrorMessage = "Reco:Client:TryTimeout must be 10 ms to 10 min.")]
    public TimeSpan TryTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest time of a call with all its tries and waits, 10 ms to 10 min. Default: 25 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00", ErrorMessage = "Reco:Client:TotalTimeout must be 10 ms to 10 min.")]
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>How many users or items of one batch are called at a time, 1 to 1024. Default: 64.</summary>
    [Range(1, 1024, ErrorMessage = "Reco:Client:MaxConcurrency must be 1 to 1024.")]
    public int MaxConcurrency { get; set; } = 64;
}
