namespace Orleans.Reco.Learning;

/// <summary>
/// Searches hyper-parameters with early termination: at each of growing budgets a trial goes on only if it is among the best 1 of
/// <see cref="SearchOptions.Reduction"/> that got there so far (successive halving: Jamieson and Talwalkar, AISTATS 2016; its
/// asynchronous form ASHA: Li et al., MLSys 2020).
/// </summary>
/// <remarks>
/// A trial is measured anew at each budget, so that its learning-rate schedule is that of the budget. Trials are chosen and compared
/// in groups of <see cref="SearchOptions.Parallel"/>, which makes the search a function of its options and the objective.
/// </remarks>
public sealed class HyperParameterSearch
{
    private readonly SearchOptions _options;
    private readonly SearchObjective _objective;
    private readonly ISearchStrategy _strategy;
    private readonly TrialMemory _memory;

    /// <summary>Takes the options and what to maximise.</summary>
    /// <exception cref="DatasetException">An option is outside its range.</exception>
    public HyperParameterSearch(SearchOptions options, SearchObjective objective)
        : this(options, objective, TrialMemory.OfProcess)
    {
    }

    internal HyperParameterSearch(SearchOptions options, SearchObjective objective, Func<(long Current, long Peak)> bytes)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(objective);
        (_options, _objective) = (options.Validate(), objective);
        _memory = new TrialMemory(options.MemoryMegabytes, bytes);
        _strategy = options.Strategy switch
        {
            SearchStrategyKind.Grid => new GridStrategy(options.Dimensions, options.Trials),
            SearchStrategyKind.Random => new RandomStrategy(options.Dimensions.Count, options.Seed),
            _ => new BayesStrategy(options.Dimensions, options.Seed),
        };
    }

    /// <summary>Searches; goes on from the journal of the folder.</summary>
    /// <param name="progress">Told after each trial.</param>
    /// <param name="cancellationToken">Ends the search; with a folder, it can be resumed.</param>
    /// <exception cref="DatasetException">The folder holds the journal of another search.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public SearchResult Run(IProgress<SearchTrial>? progress = null, CancellationToken cancellationToken = default)
    {
        var journal = new TrialJournal(_options);
        var rungs = _options.Rungs;
        var reached = rungs.Select(_ => new List<double>()).ToArray();
        var trials = new List<SearchTrial>();
        var last = Math.Min(_options.Trials, _strategy.Most ?? int.MaxValue);
        while (trials.Count < last)
        {
            var group = Choose(trials, Math.Min(_options.Parallel, last - trials.Count));
            var going = Enumerable.Range(0, group.Length).ToArray();
            for (var rung = 0; rung < rungs.Count && going.Length > 0; rung++)
            {
                Measure(journal, group, going, rungs[rung], cancellationToken);
                reached[rung].AddRange(going.Select(i => group[i].Metric));
                going = [.. going.Where(i => group[i].Error is null && IsPromoted(group[i].Metric, reached[rung]))];
            }

            trials.AddRange(group);
            foreach (var trial in group)
            {
                progress?.Report(trial);
            }
        }

        return new SearchResult { Trials = trials, Budget = trials.Sum(t => t.Results.Sum(r => (long)r.Budget)) };
    }

    private SearchTrial[] Choose(List<SearchTrial> finished, int count)
    {
        var pending = new List<double[]>();
        var group = new SearchTrial[count];
        for (var i = 0; i < count; i++)
        {
            var number = finished.Count + i + 1;
            var place = _strategy.Choose(number, finished, pending);
            pending.Add(place);
            group[i] = new SearchTrial
            {
                Number = number,
                Parameters = _options.Dimensions.Select((d, at) => (d.Name, Value: d.At(place[at]))).ToDictionary(p => p.Name, p => p.Value),
            };
        }

        return group;
    }

    private bool IsPromoted(double metric, List<double> reached)
    {
        var better = reached.Count(m => m > metric);
        return better < Math.Max(1, (reached.Count + _options.Reduction - 1) / _options.Reduction);
    }

    private void Measure(TrialJournal journal, SearchTrial[] group, int[] going, int budget, CancellationToken cancellation)
    {
        var left = going.AsSpan();
        if (_memory.IsUnknown)
        {
            _memory.Begin();
            group[left[0]] = Measure(journal, group[left[0]], budget, cancellation);
            _memory.End();
            left = left[1..];
        }

        var parallel = new ParallelOptions { MaxDegreeOfParallelism = _memory.AtOnce(_options.Parallel), CancellationToken = cancellation };
        try
        {
            _ = Parallel.ForEach(left.ToArray(), parallel, i => group[i] = Measure(journal, group[i], budget, cancellation));
        }
        catch (AggregateException e) when (e.InnerExceptions.OfType<OperationCanceledException>().Any())
        {
            throw new OperationCanceledException(cancellation);
        }
    }

    private SearchTrial Measure(TrialJournal journal, SearchTrial trial, int budget, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var outcome = journal.Find(trial.Number, budget);
        if (outcome is null)
        {
            outcome = Try(trial, budget, cancellation);
            journal.Add(outcome);
        }

        return trial with { Results = [.. trial.Results, (budget, outcome.Metric ?? double.NaN)], Error = outcome.Error };
    }

    private TrialOutcome Try(SearchTrial trial, int budget, CancellationToken cancellation)
    {
        try
        {
            var metric = _objective(trial.Parameters, budget, cancellation);
            return double.IsFinite(metric)
                ? new TrialOutcome(trial.Number, trial.Parameters, budget, metric, null)
                : new TrialOutcome(trial.Number, trial.Parameters, budget, null, "the metric is not a finite number");
        }
        catch (DatasetException e)
        {
            return new TrialOutcome(trial.Number, trial.Parameters, budget, null, e.Message);
        }
    }
}
