using System.Globalization;
using Orleans.Reco.Learning;

namespace Orleans.Reco.Accuracy;

/// <summary>
/// What an epoch on n parts is expected to take: <c>q S c / n + R (2 n B / b + r)</c> with <c>R = ⌈q S / (n H)⌉</c>; the lead's link carries
/// the weights and moments of every part both ways.
/// </summary>
/// <param name="Steps">S, optimiser steps of an epoch.</param>
/// <param name="StepSeconds">c, seconds of a step.</param>
/// <param name="LocalSteps">H, steps between two averages.</param>
/// <param name="StateBytes">B, bytes of weights and moments.</param>
/// <param name="BytesPerSecond">b, what the lead sends and receives.</param>
/// <param name="RoundSeconds">r, what a round costs besides.</param>
internal sealed record PartsCostModel(
    double Steps, double StepSeconds, int LocalSteps, double StateBytes, double BytesPerSecond, double RoundSeconds)
{
    public double BytesOfRound(int parts) => parts == 1 ? 0 : 2 * parts * StateBytes;

    public int Rounds(int parts, double largestOverMean) => parts == 1 ? 0 : (int)Math.Ceiling(largestOverMean * Steps / (parts * (double)LocalSteps));

    public double EpochSeconds(int parts, double largestOverMean) =>
        (largestOverMean * Steps * StepSeconds / parts) + (Rounds(parts, largestOverMean) * ((BytesOfRound(parts) / BytesPerSecond) + RoundSeconds));

    /// <summary>q, the largest part's share of the interactions over the mean, by the hash that divides users.</summary>
    public static double LargestOverMean(InteractionDataset data, int parts)
    {
        var events = new double[parts];
        for (var user = 0; user < data.Users.Count; user++)
        {
            events[UserPartition.Of(data.Users[user], parts)] += data.HistoryOf(user).Length;
        }

        return events.Max() / events.Average();
    }

    /// <summary>A table for 1 to 16 parts.</summary>
    public void Print(InteractionDataset data)
    {
        Console.WriteLine("| parts | largest / mean | rounds an epoch | MB a round | s an epoch | speed-up |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var parts in new[] { 1, 2, 4, 8, 16 })
        {
            var q = LargestOverMean(data, parts);
            var seconds = EpochSeconds(parts, q);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {parts} | {q:F3} | {Rounds(parts, q)} | {BytesOfRound(parts) / 1e6:F1} | {seconds:F1} | {EpochSeconds(1, 1) / seconds:F2} |"));
        }
    }
}
