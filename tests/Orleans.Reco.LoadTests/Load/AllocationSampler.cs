using System.Diagnostics.Tracing;

namespace Orleans.Reco.LoadTests;

/// <summary>What this process allocates, by type: the runtime tells of each 100 KB.</summary>
internal sealed class AllocationSampler : EventListener
{
    private const EventKeywords GcKeyword = (EventKeywords)0x1;

    private readonly Dictionary<string, double> _bytes = [];

    /// <summary>The types that take most, as shares of all bytes, the largest first.</summary>
    public IEnumerable<(string Type, double Share)> Top(int count)
    {
        lock (_bytes)
        {
            var all = _bytes.Values.Sum();
            return [.. _bytes.OrderByDescending(type => type.Value).Take(count).Select(type => (type.Key, type.Value / all))];
        }
    }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "Microsoft-Windows-DotNETRuntime")
        {
            EnableEvents(eventSource, EventLevel.Verbose, GcKeyword);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventName?.StartsWith("GCAllocationTick", StringComparison.Ordinal) != true)
        {
            return;
        }

        var names = eventData.PayloadNames!;
        var type = (string)eventData.Payload![names.IndexOf("TypeName")]!;
        var bytes = Convert.ToDouble(eventData.Payload[names.IndexOf("AllocationAmount64")], System.Globalization.CultureInfo.InvariantCulture);
        lock (_bytes)
        {
            _bytes[type] = _bytes.GetValueOrDefault(type) + bytes;
        }
    }
}
