using System.Text;

namespace Orleans.Reco.FaultTests;

/// <summary>The results as a table in Markdown.</summary>
internal sealed class Report(FaultArguments arguments)
{
    // A second is a full one from this share of the rate on.
    private const double Full = 0.95;

    private readonly StringBuilder _text = new StringBuilder()
        .AppendLine($"{arguments.Rate} operations/s, 80 % recommendations and 20 % events, {arguments.Seconds} s each; the fault strikes in second {Fault.Strike}.")
        .AppendLine()
        .AppendLine("| fault | operations | acknowledged events | lost | twice | fate unknown | errors after retries | retries | lowest second | full again after |")
        .AppendLine("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|");

    public void Add(Fault fault, Load load, Audit audit, int retries)
    {
        var seconds = load.AnsweredIn(arguments.Seconds).ToArray();
        var after = seconds[Math.Min(Fault.Strike, seconds.Length - 1)..];
        var row = $"| {fault.What} | {load.Begun:N0} | {audit.Acknowledged:N0} | {audit.Lost} | {audit.Twice} | {audit.Unknown} | {load.Errors} "
            + $"| {retries:N0} | {after.Min()}/s | {FullAgain(after)} |";
        _text.AppendLine(row);
        Console.WriteLine(row);
        Console.WriteLine($"  answered by second: {string.Join(' ', seconds)}");
    }

    public void AddLog(int missing) => _text.AppendLine().AppendLine($"Acknowledged events missing in the event log's files after all silos had stopped: {missing}.");

    public override string ToString() => _text.ToString();

    /// <summary>Seconds from the strike until the last second below the rate.</summary>
    private string FullAgain(int[] after)
    {
        var last = Array.FindLastIndex(after, answered => answered < arguments.Rate * Full);
        return last < 0 ? "at once" : last == after.Length - 1 ? "not within the run" : $"{last + 1} s";
    }
}
