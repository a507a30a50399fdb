using System.Globalization;

namespace Orleans.Reco.Learning;

/// <summary>
/// The parts of a training run as its lead uses them. Once they are lost they stay lost: the lead has all the data and goes on alone from
/// the last average.
/// </summary>
internal sealed class PartsLead(TrainingRequest request, TorchSession session, TimeProvider time, CancellationToken cancellationToken)
{
    private IReadOnlyList<PartInfo>? _infos;
    private string? _lost;
    private string? _alsAlone;

    /// <summary>Whether parts train.</summary>
    public bool Active => _infos is not null && _lost is null;

    /// <summary>How many parts train.</summary>
    public int Count => request.Parts?.Count ?? 1;

    /// <summary>What the bundle tells of it.</summary>
    public Dictionary<string, string> Notes()
    {
        var notes = new Dictionary<string, string>(StringComparer.Ordinal);
        if (_infos is not null)
        {
            notes["parts"] = Count.ToString(CultureInfo.InvariantCulture);
            notes["parts.localSteps"] = request.PartsOptions.LocalSteps.ToString(CultureInfo.InvariantCulture);
            foreach (var (name, value) in request.Parts!.Notes)
            {
                notes["parts." + name] = value;
            }
        }

        if (_alsAlone is not null)
        {
            notes["parts.alsAlone"] = _alsAlone;
        }

        if (_lost is not null)
        {
            notes["parts.lost"] = _lost;
        }

        return notes;
    }

    /// <summary>Brings the users' shares to the parts, where there are several and the data is worth it.</summary>
    public void Prepare(InteractionDataset data, TemporalSplit split)
    {
        if (!IsWanted(data))
        {
            return;
        }

        var plan = new PartPlan
        {
            Items = data.Items,
            Types = [.. data.Types.Select(type => type.Name)],
            ValidationFrom = split.ValidationFrom,
            HoldoutFrom = split.HoldoutFrom,
            UnobservedWeights = AlsModel.UnobservedWeights(InteractionMatrix.Create(data, split.HoldoutFrom), request.Options.ToAls()),
            Options = request.Options,
        };
        _infos = Ask(parts => parts.PrepareAsync(plan, cancellationToken));
        if (_infos?.Sum(info => info.Events) is { } events && events != data.Events.Length)
        {
            // They would learn from something else than what the lead measures on.
            _lost = string.Create(CultureInfo.InvariantCulture, $"The parts hold {events} interactions, the lead {data.Events.Length}.");
        }
    }

    /// <summary>Whether there are several parts, and data enough for them.</summary>
    public bool IsWanted(InteractionDataset data) => Count > 1 && data.Events.Length >= request.PartsOptions.MinInteractions;

    /// <summary>Fits ALS on the parts, by blocks. Without one of them it is fitted here from its beginning, which gives the same model.</summary>
    public AlsModel FitAls(InteractionDataset data, long before)
    {
        var options = request.Options.ToAls();
        if (Active)
        {
            try
            {
                return session.Lend(() => AlsModel.Fit(
                    data, before, options, null, cancellationToken, step => request.Parts!.StepAlsAsync(step, cancellationToken).GetAwaiter().GetResult()));
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // Not only a part that is lost: a silo of an older version does not know the call. The encoder's rounds will tell.
                _alsAlone = exception.Message;
            }
        }

        return AlsModel.Fit(data, before, options, cancellationToken);
    }

    /// <summary>Epochs on the parts; null where they run here.</summary>
    public PartsEpochs? Epochs(bool refit) => Active ? new PartsEpochs(this, _infos!, request.PartsOptions, refit, time) : null;

    /// <summary>Runs a round; null where the parts are lost.</summary>
    public IReadOnlyList<PartResult>? Run(TrainingRound round, float[] state) =>
        Active ? Ask(parts => parts.RunAsync(round, state, cancellationToken)) : null;

    /// <summary>Measures the encoder with the parts; null where it must be measured here.</summary>
    public ModelMetrics? Measure(
        RankingEvaluator evaluator, SequenceEncoder encoder, InteractionDataset data, long from, float priorWeight = 0, ReadOnlyMemory<float> popularity = default)
    {
        if (!Active)
        {
            return null;
        }

        try
        {
            return PartsRanking.Evaluate(evaluator, data, Count, (candidates, users) =>
            {
                var ranking = new PartRanking
                {
                    From = from,
                    Candidates = candidates,
                    PriorWeight = priorWeight,
                    Popularity = popularity,
                    Weights = StateVector.Read(encoder),
                };
                return Ask(parts => parts.RankAsync(ranking, users, cancellationToken)) ?? throw new PartsLostException(_lost!);
            });
        }
        catch (PartsLostException)
        {
            return null;
        }
    }

    private T? Ask<T>(Func<ITrainingParts, Task<T>> ask)
        where T : class
    {
        try
        {
            return session.Lend(() => ask(request.Parts!).GetAwaiter().GetResult());
        }
        catch (PartsLostException lost)
        {
            _lost = lost.Message;
            return null;
        }
    }
}
