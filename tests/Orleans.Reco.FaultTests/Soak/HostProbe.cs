using System.Globalization;

namespace Orleans.Reco.FaultTests;

/// <summary>Reads the memory of hosts from <c>/proc</c> and from their own metrics.</summary>
internal sealed class HostProbe(ClusterScript script, Uri web) : IDisposable
{
    private const string HeapMetric = "dotnet_gc_last_collection_heap_size_bytes";
    private const string CommittedMetric = "dotnet_gc_last_collection_memory_committed_size_bytes";

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>All hosts that answer.</summary>
    public async Task<IReadOnlyList<HostSample>> SampleAsync(double minute)
    {
        var samples = new List<HostSample>();
        foreach (var (name, processId) in script.Hosts())
        {
            try
            {
                var metrics = await _http.GetStringAsync(Address(name));
                var status = await File.ReadAllLinesAsync($"/proc/{processId}/status");
                samples.Add(new HostSample(
                    minute, name, processId, Kilobytes(status, "VmRSS:"), Kilobytes(status, "RssAnon:"), Sum(metrics, HeapMetric), Sum(metrics, CommittedMetric)));
            }
            catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException or IOException)
            {
                Console.WriteLine($"  {name} gave no metrics: {failure.Message}");
            }
        }

        return samples;
    }

    public void Dispose() => _http.Dispose();

    private Uri Address(string host)
    {
        var number = host == "web" ? 0 : int.Parse(host["silo-".Length..], CultureInfo.InvariantCulture);
        return new UriBuilder(web) { Port = web.Port + number, Path = "/metrics" }.Uri;
    }

    private static long Kilobytes(string[] status, string field) =>
        1024 * long.Parse(status.First(line => line.StartsWith(field, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);

    /// <summary>The sum over all labels of a metric in the text format of Prometheus.</summary>
    private static long Sum(string metrics, string name)
    {
        var lines = metrics.Split('\n').Where(line => line.StartsWith(name, StringComparison.Ordinal) && line[name.Length] is '{' or ' ').ToList();
        return lines.Count == 0
            ? throw new InvalidOperationException($"The metrics have no {name}.")
            : (long)lines.Sum(line => double.Parse(line[(line.LastIndexOf('}') + 1)..].Trim().Split(' ')[0], CultureInfo.InvariantCulture));
    }
}
