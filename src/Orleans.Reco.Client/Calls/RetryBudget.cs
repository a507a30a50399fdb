namespace Orleans.Reco.Client;

/// <summary>
/// Keeps retries from becoming most of the load. Each failure takes one from the budget, each success gives a fifth back, and there is
/// a retry while more than half is left: where most calls fail, each is tried once. The rule of gRPC's proposal A6.
/// </summary>
internal sealed class RetryBudget
{
    private const int Unit = 5;
    private const int Capacity = 200 * Unit;

    private int _left = Capacity;

    /// <summary>A try failed; whether there may be another.</summary>
    public bool MayRetry() => Add(-Unit) > Capacity / 2;

    /// <summary>A call succeeded.</summary>
    public void Succeeded()
    {
        // Mostly full: then nobody writes to what all cores read.
        if (Volatile.Read(ref _left) < Capacity)
        {
            _ = Add(1);
        }
    }

    private int Add(int amount)
    {
        int before, after;
        do
        {
            before = Volatile.Read(ref _left);
            after = Math.Clamp(before + amount, 0, Capacity);
        }
        while (Interlocked.CompareExchange(ref _left, after, before) != before);

        return after;
    }
}
