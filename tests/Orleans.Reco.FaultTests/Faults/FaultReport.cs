using System.Text;

namespace Orleans.Reco.FaultTests;

/// <summary>The results as a table in Markdown.</summary>
internal static class FaultReport
{
    public static string Write(Arguments arguments, double rate, double? saturation, IReadOnlyList<FaultOutcome> outcomes, int missing)
    {
        var half = saturation is { } full ? $", half of the {full:F0}/s at which the cluster is saturated" : "";
        var text = new StringBuilder()
            .AppendLine($"{rate:F0} operations/s through REST{half}; {arguments.Seconds} s each, the fault strikes in second {Fault.Strike}.")
            .AppendLine()
            .Append("| fault | operations | acknowledged events | lost | twice | fate unknown | errors after retries | retries ")
            .AppendLine("| slowest answer | lowest second | fault over after | full again after |")
            .AppendLine("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var outcome in outcomes)
        {
            text.AppendLine(Row(outcome));
        }

        foreach (var outcome in outcomes.Where(outcome => outcome.Ended.Count > 0))
        {
            text.AppendLine().AppendLine($"*{outcome.Fault.What}*: {string.Join("; ", outcome.Ended)}.");
        }

        return text
            .AppendLine()
            .Append($"Acknowledged events of all rows: {outcomes.Sum(outcome => outcome.Audit.Acknowledged):N0}; ")
            .Append($"missing in the event log's files after all silos had stopped: {missing}.")
            .AppendLine().AppendLine().Append($"{Place.Describe()}.")
            .ToString();
    }

    public static string Row(FaultOutcome outcome)
    {
        var (fault, audit) = (outcome.Fault, outcome.Audit);
        var over = fault.Steps.Length == 0 ? "" : $"{Math.Max(0, outcome.Over):F0} s";
        var again = outcome.FullAgain switch
        {
            null => "not within the run",
            0 => "never below",
            var second => $"{second} s",
        };
        return $"| {fault.What} | {outcome.Begun:N0} | {audit.Acknowledged:N0} | {audit.Lost} | {audit.Twice} | {audit.Unknown} | {outcome.Errors} "
            + $"| {outcome.Retries:N0} | {outcome.Slowest:F1} s | {outcome.Answered[Fault.Strike..].Min()}/s | {over} | {again} |";
    }
}
