using System.Globalization;
using Microsoft.Extensions.Logging;
using Orleans.Reco.Learning;

namespace Orleans.Reco.Training;

/// <summary>The parts of a training as grains on the silos with the role.</summary>
/// <param name="key">Tenant and refresh, <c>tenant/refresh</c>.</param>
/// <param name="count">Parts.</param>
/// <param name="segments">What they read.</param>
internal sealed partial class GrainTrainingParts(
    string key,
    int count,
    SegmentList segments,
    IGrainFactory grains,
    TrainingPlaces places,
    TrainerPartsOptions options,
    TimeProvider time,
    ILogger<GrainTrainingParts> logger) : ITrainingParts
{
    private readonly RoundRunner _runner = new(options.ToStragglerPolicy(), time);
    private PartLink[] _links = [];
    private PartChunk[][] _items = [];
    private string _planId = "";
    private int _rounds;

    public int Count => count;

    public IReadOnlyDictionary<string, string> Notes => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["rounds"] = Text(_rounds),
        ["redone"] = Text(_links.Sum(link => link.Redone)),
        ["stopped"] = Text(_runner.Stopped),
        ["leftOut"] = Text(_runner.LeftOut),
        ["bytesMoved"] = Text(_links.Sum(link => link.BytesMoved)),
    };

    public async Task<IReadOnlyList<PartInfo>> PrepareAsync(PartPlan plan, CancellationToken cancellationToken)
    {
        var chunks = ContentBytes.Cut(PartSlots.Plan, plan.ToBytes());
        _planId = chunks[0].ContentId;
        _links =
        [
            .. Enumerable.Range(0, count).Select(part => new PartLink(
                grains.GetGrain<ITrainerPartGrain>(string.Create(CultureInfo.InvariantCulture, $"{key}/{part}")),
                new PartShare(_planId, part, count, segments.From, segments.Names, segments.Since),
                chunks,
                places,
                new PartLinkSettings(options.Patience),
                time)),
        ];
        return await Task.WhenAll(_links.Select(link => link.PrepareAsync(new RoundTask(), cancellationToken)));
    }

    public async Task<IReadOnlyList<ReadOnlyMemory<float>>> StepAlsAsync(AlsStep step, CancellationToken cancellationToken)
    {
        var chunks = ContentBytes.Cut(step.Begins ? PartSlots.Items(step.Iteration) : PartSlots.Directions, ContentBytes.Of(step.Vectors));
        if (step.Begins)
        {
            // All are kept while the fit goes on: a part that is made anew solves its users in each iteration again.
            _items = [.. _items[..(step.Iteration - 1)], chunks];
        }

        var call = PartAlsStep.Of(_planId, [.. _items.Select(items => items[0].ContentId)], step.Begins ? null : chunks[0].ContentId);
        PartChunk[] content = [.. _items.SelectMany(items => items), .. step.Begins ? [] : chunks];
        var answers = await new RoundRunner(options.ToStragglerPolicy(), time).RunAsync<float[]>(
            [
                .. _links.Select(link => (Func<RoundTask, CancellationToken, Task<float[]>>)(async (task, cancellation) =>
                    ContentBytes.ToFloats((await link.WorkAsync(call.WorkId, part => part.StepAls(call), content, task, cancellation)).Result))),
            ],
            _ => Task.CompletedTask,
            cancellationToken);
        return answers.Any(answer => answer is null)
            ? throw new PartsLostException(string.Create(CultureInfo.InvariantCulture, $"Part {Array.IndexOf(answers, null) + 1} of {count} was late or lost."))
            : [.. answers.Select(answer => new ReadOnlyMemory<float>(answer))];
    }

    public async Task<IReadOnlyList<PartResult>> RunAsync(TrainingRound round, ReadOnlyMemory<float> state, CancellationToken cancellationToken)
    {
        _items = [];
        var chunks = ContentBytes.Cut(PartSlots.State, ContentBytes.Of(state));
        var call = PartRound.Of(round, _planId, chunks[0].ContentId);
        var results = await _runner.RunAsync<PartResult>(
            [
                .. _links.Select(link => (Func<RoundTask, CancellationToken, Task<PartResult>>)(async (task, cancellation) =>
                {
                    var (report, result) = await link.WorkAsync(call.WorkId, part => part.Run(call), chunks, task, cancellation);
                    return new PartResult
                    {
                        State = ContentBytes.ToFloats(result),
                        Samples = report.Samples,
                        Steps = report.Steps,
                        LossSum = report.LossSum,
                        Seconds = report.Seconds,
                    };
                })),
            ],
            part => _links[part].StopAsync(call.WorkId),
            cancellationToken);
        _rounds++;
        PartResult[] there = [.. results.OfType<PartResult>()];
        if (there.Length < count)
        {
            LogLeftOut(logger, key, round.Number, count - there.Length, count);
        }

        return there.Length > 0 ? there : throw new PartsLostException($"None of {count} parts answered.");
    }

    public async Task<IReadOnlyList<int[][]>> RankAsync(PartRanking ranking, IReadOnlyList<string[]> users, CancellationToken cancellationToken)
    {
        var chunks = ContentBytes.Cut(PartSlots.Weights, ContentBytes.Of(ranking.Weights));
        return await Task.WhenAll(_links.Select(async (link, part) =>
        {
            var call = new PartRankingCall
            {
                WorkId = string.Create(CultureInfo.InvariantCulture, $"rank/{ranking.From}/{ranking.PriorWeight}/{chunks[0].ContentId}"),
                PlanId = _planId,
                WeightsId = chunks[0].ContentId,
                From = ranking.From,
                PriorWeight = ranking.PriorWeight,
                Popularity = new Packed<float>(ranking.Popularity.Span),
                Candidates = new Packed<byte>(Array.ConvertAll(ranking.Candidates, may => (byte)(may ? 1 : 0))),
                Users = users[part],
            };
            var (_, result) = await link.WorkAsync(call.WorkId, grain => grain.Rank(call), chunks, new RoundTask(), cancellationToken);
            return RankedLists.FromBytes(result);
        }));
    }

    /// <summary>The training has ended: the parts may go.</summary>
    public Task ReleaseAsync() => Task.WhenAll(_links.Select(link => link.ReleaseAsync()));

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Training {Key}: round {Round} is averaged without {Missing} of {Parts} parts")]
    private static partial void LogLeftOut(ILogger logger, string key, long round, int missing, int parts);
}
