using System.Globalization;
using System.Text.Json;

namespace Orleans.Reco.FaultTests;

/// <summary>Starts refreshes of the model and sees how they end.</summary>
internal sealed class RefreshWatch(ShopClient client)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly List<string> _outcomes = [];
    private double _minute;
    private string? _underWay;

    /// <summary>How many were due.</summary>
    public int Due { get; private set; }

    /// <summary>How each ended.</summary>
    public IReadOnlyList<string> Outcomes => _outcomes;

    public async Task StartAsync(double minute)
    {
        Due++;
        if (_underWay is not null)
        {
            // The coordinator would answer with the one under way.
            Note(minute, $"was not begun: that of minute {_minute.ToString("F1", CultureInfo.InvariantCulture)} was still under way");
            return;
        }

        (_minute, _underWay) = (minute, await client.RefreshAsync());
        if (_underWay is null)
        {
            End("was not taken");
        }
    }

    /// <summary>Asks whether the one under way has ended.</summary>
    public async Task LookAsync()
    {
        if (_underWay is null)
        {
            return;
        }

        if (await client.ModelsAsync() is not { } models)
        {
            return;
        }

        var ended = models.GetProperty("history").EnumerateArray().Append(models.GetProperty("current")).FirstOrDefault(refresh =>
            refresh.ValueKind == JsonValueKind.Object && refresh.GetProperty("refreshId").GetString() == _underWay
            && refresh.GetProperty("endedAt").ValueKind == JsonValueKind.String);
        if (ended.ValueKind == JsonValueKind.Object)
        {
            End($"{ended.GetProperty("stage").GetString()}: {ended.GetProperty("message").GetString()}");
        }
    }

    /// <summary>Waits until the last one has ended.</summary>
    public async Task EndAsync()
    {
        var began = TimeProvider.System.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), TimeProvider.System);
        while (_underWay is not null && TimeProvider.System.GetElapsedTime(began) < Patience)
        {
            await timer.WaitForNextTickAsync();
            await LookAsync();
        }

        if (_underWay is not null)
        {
            End("did not end");
        }
    }

    private void End(string how)
    {
        _underWay = null;
        Note(_minute, how);
    }

    private void Note(double minute, string how)
    {
        _outcomes.Add(string.Create(CultureInfo.InvariantCulture, $"minute {minute:F1}: {how}"));
        Console.WriteLine($"  refresh, {_outcomes[^1]}");
    }
}
