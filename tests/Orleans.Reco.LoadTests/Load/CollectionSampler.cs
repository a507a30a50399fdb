using System.Diagnostics.Tracing;
using System.Globalization;

namespace Orleans.Reco.LoadTests;

/// <summary>What a collection's pause is made of: waiting for the threads to stop, and collecting.</summary>
internal sealed class CollectionSampler : EventListener
{
    private const EventKeywords GcKeyword = (EventKeywords)0x1;

    private readonly Lock _lock = new();
    private DateTime _suspending;
    private DateTime _suspended;
    private double _stopping;
    private double _collecting;
    private double _promoted;
    private int _pauses;
    private int _older;

    public override string ToString()
    {
        lock (_lock)
        {
            var pauses = Math.Max(1, _pauses);
            return $"{_pauses} pauses, {_older} of generation 1 or 2: {_stopping / pauses:F1} ms to stop the threads, "
                + $"{_collecting / pauses:F1} ms to collect, {_promoted / pauses / 1024:F0} KB kept";
        }
    }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "Microsoft-Windows-DotNETRuntime")
        {
            EnableEvents(eventSource, EventLevel.Informational, GcKeyword);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        lock (_lock)
        {
            switch (eventData.EventName?.Split('_')[0])
            {
                case "GCSuspendEEBegin":
                    _suspending = eventData.TimeStamp;
                    break;
                case "GCSuspendEEEnd":
                    _suspended = eventData.TimeStamp;
                    _stopping += (_suspended - _suspending).TotalMilliseconds;
                    break;
                case "GCRestartEEEnd":
                    _collecting += (eventData.TimeStamp - _suspended).TotalMilliseconds;
                    _pauses++;
                    break;
                case "GCStart":
                    _older += Value(eventData, "Depth") > 0 ? 1 : 0;
                    break;
                case "GCHeapStats":
                    _promoted += Value(eventData, "TotalPromotedSize0") + Value(eventData, "TotalPromotedSize1");
                    break;
            }
        }
    }

    private static double Value(EventWrittenEventArgs eventData, string name) =>
        Convert.ToDouble(eventData.Payload![eventData.PayloadNames!.IndexOf(name)], CultureInfo.InvariantCulture);
}
