using System.Globalization;
using Orleans.Reco.Learning;
using Spectre.Console;

namespace Orleans.Reco.Cli;

/// <summary>Shows a training run: a bar on a terminal, else a line for each stage and epoch.</summary>
internal static class TrainingDisplay
{
    public static Task<TrainingResult> RunAsync(Func<IProgress<TrainingProgress>, Task<TrainingResult>> run) =>
        Tables.IsTerminal ? WithBar(run) : run(new Lines());

    private static Task<TrainingResult> WithBar(Func<IProgress<TrainingProgress>, Task<TrainingResult>> run) =>
        AnsiConsole.Progress()
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left },
                new ProgressBarColumn(),
                new PercentageColumn(),
                new RemainingTimeColumn())
            .StartAsync(context => run(new Bar(context.AddTask("Training", maxValue: 1))));

    private static string Describe(TrainingProgress p)
    {
        var text = p.Epoch == 0 ? p.Message : $"Epoch {p.Epoch}/{p.Epochs}";
        var numbers = new[]
        {
            p.Loss is { } loss ? string.Create(CultureInfo.InvariantCulture, $"loss {loss:F3}") : null,
            p.ValidationNdcg is { } ndcg ? string.Create(CultureInfo.InvariantCulture, $"validation NDCG@10 {ndcg:F4}") : null,
            p.EventsPerSecond is { } rate ? string.Create(CultureInfo.InvariantCulture, $"{rate:N0} events/s") : null,
        };
        return string.Join(", ", numbers.Prepend(text).Where(t => t is not null));
    }

    private sealed class Bar(ProgressTask task) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            task.Description = Markup.Escape(Describe(value));
            task.Value = value.Fraction;
        }
    }

    private sealed class Lines : IProgress<TrainingProgress>
    {
        private TrainingStage? _stage;
        private double? _loss;

        public void Report(TrainingProgress value)
        {
            // The report of a whole epoch has its metric and no loss; the one before had the loss of the epoch.
            var epochDone = value.Epoch > 0 && value.Loss is null && value.ValidationNdcg is not null;
            if (value.Stage != _stage || epochDone)
            {
                var shown = Describe(value with { Loss = value.Loss ?? _loss });
                Tables.Line(string.Create(CultureInfo.InvariantCulture, $"[{value.Fraction,4:P0}] {shown}"));
            }

            (_stage, _loss) = (value.Stage, value.Loss);
        }
    }
}
