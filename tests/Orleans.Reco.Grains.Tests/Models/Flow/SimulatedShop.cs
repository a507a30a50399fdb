using Microsoft.Extensions.Time.Testing;
using Orleans.Reco.Core;
using Orleans.Reco.Grains;

namespace Orleans.Reco.Tests;

/// <summary>
/// A cluster without Orleans: the coordinator's written state, its silos, trainer and store, on a clock of its own. What a real
/// coordinator has in memory is lost in a crash; what it has written is not.
/// </summary>
internal sealed class SimulatedShop : IRefreshWork
{
    public static readonly DateTimeOffset Start = new(2026, 1, 2, 0, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Start);
    private readonly Dictionary<string, int> _trained = [];
    private readonly RefreshFlow _flow;
    private ModelStatus _written = new();
    private ModelStatus _memory = new();
    private int _published;
    private bool _diesInStep;

    public SimulatedShop(RefreshOptions options)
    {
        Options = options;
        _flow = new RefreshFlow(this, options, _time);
    }

    public RefreshOptions Options { get; }

    /// <summary>What the coordinator has written, and so what a new one begins with.</summary>
    public ModelStatus Written => _written;

    /// <summary>The deployment that the silos have.</summary>
    public ModelDeployment Served { get; private set; } = ModelDeployment.Unknown;

    /// <summary>Statuses in the order in which they were written.</summary>
    public List<ModelStatus> Log { get; } = [];

    public DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>Passing failures that the next calls of the cluster meet.</summary>
    public int Unreachable { get; set; }

    /// <summary>Writes of the coordinator's state that fail from now on.</summary>
    public int FailingWrites { get; set; }

    /// <summary>Versions that an operator has put into service.</summary>
    public HashSet<string> PromotedByHand { get; } = [];

    /// <summary>The quality of the next model: its metrics, and how its lists attract.</summary>
    public double Quality { get; set; } = 1;

    /// <summary>What loading the next model throws; null = it loads.</summary>
    public string? Fault { get; set; }

    /// <summary>Users with a first list in each look.</summary>
    public int UsersOfLook { get; set; } = 200;

    public Dictionary<string, double> Qualities { get; } = [];

    /// <summary>A minute of the coordinator's life: the reminder, then steps.</summary>
    public async Task Minute()
    {
        _time.Advance(TimeSpan.FromMinutes(1));
        if (RefreshSchedule.Due(Options.Schedule, _memory, Start, Now) is { } request)
        {
            TrySave(_memory.Plan(request, null, Now));
        }

        for (var tick = 0; tick < 4 && _memory.IsRefreshing(); tick++)
        {
            await Step();
        }
    }

    /// <summary>One tick of the coordinator's timer, with the handling of failures that the grain has.</summary>
    public async Task Step()
    {
        ModelStatus next;
        try
        {
            next = await _flow.Step(_memory);
        }
        catch (TimeoutException)
        {
            next = _memory;
        }
        catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
        {
            next = _memory.Fail("coordinator", exception.Message, Now);
        }

        if (_diesInStep)
        {
            _diesInStep = false;
            Crash();
            return;
        }

        TrySave(next);
    }

    /// <summary>The coordinator's silo dies: another reads what was written.</summary>
    public void Crash() => _memory = _written;

    /// <summary>The coordinator's silo dies when the work of its next step is done and nothing of it is written.</summary>
    public void CrashInStep() => _diesInStep = true;

    /// <summary>The trainer's silo dies: its runs are gone.</summary>
    public void CrashTrainer() => _trained.Clear();

    public void Signal(RefreshSignals signals) => TrySave(_memory with { Signals = signals });

    public void RollBack()
    {
        try
        {
            TrySave(_memory.RollBack("operator", "by command", Now));
        }
        catch (RecoValidationException)
        {
            Assert.Null(_memory.PreviousVersion);
        }
    }

    /// <summary>An operator puts the oldest version into service.</summary>
    public void Promote()
    {
        if (Qualities.Keys.Order(StringComparer.Ordinal).FirstOrDefault() is { } version
            && TrySave(_memory.Promote(version, "operator", Now)))
        {
            PromotedByHand.Add(version);
        }
    }

    /// <summary>An operator asks for a refresh.</summary>
    public void Refresh(RefreshKind kind) =>
        TrySave(_memory.Plan(new RefreshRequest { Reason = "by command", Kind = kind }, null, Now));

    /// <summary>An operator registers a bundle that was made elsewhere.</summary>
    public void Register()
    {
        if (!_memory.IsRefreshing())
        {
            var version = NewVersion();
            TrySave(_memory.Plan(new RefreshRequest { Reason = "made elsewhere", Kind = RefreshKind.Registered }, version, Now));
        }
    }

    public Task SealEventLog() => Reach();

    public async Task<TrainingReport> Train(TrainingPlan plan)
    {
        await Reach();
        var asked = _trained[plan.RefreshId] = _trained.GetValueOrDefault(plan.RefreshId) + 1;
        if (asked <= 3)
        {
            return new TrainingReport { Stage = RefreshStage.Preparing + (asked - 1), Progress = 0.5 };
        }

        var version = plan.Candidate ?? NewVersion();
        return new TrainingReport
        {
            Stage = RefreshStage.Published,
            Version = version,
            Metrics = new() { [GateMetrics.Served] = 0.1 * Qualities[version], [GateMetrics.Popularity] = 0.05 },
        };
    }

    public Task Verify(string version) => Reach();

    public Task Retain(IReadOnlyCollection<string> versions) => Reach();

    public async Task<IReadOnlyList<StagingReport>> Stage(string version)
    {
        await Reach();
        return [new StagingReport { Ready = true }, new StagingReport { Ready = Fault is null, Fault = Fault }];
    }

    public async Task<IReadOnlyList<CanaryCount>> CollectCanary(string canaryId, uint from, uint to)
    {
        await Reach();
        Assert.Equal(Served.Canary?.CanaryId, canaryId);
        var random = new Random(HashCode.Combine(from, to));
        return [.. Enumerable.Range(0, (int)(to - from)).SelectMany(i => Look((uint)i + from, random))];
    }

    private IEnumerable<CanaryCount> Look(uint slot, Random random)
    {
        var canary = (int)(UsersOfLook * Served.Canary!.Share);
        yield return Count(slot, false, UsersOfLook - canary, Qualities[Served.Active!], random);
        yield return Count(slot, true, canary, Qualities[Served.Canary.Version], random);
    }

    private static CanaryCount Count(uint slot, bool isCanary, int users, double quality, Random random)
    {
        var clicked = Enumerable.Range(0, users).Count(_ => random.NextDouble() < 0.3 * quality);
        return new CanaryCount(slot, isCanary, users, [clicked, clicked / 5, users, users, users]);
    }

    private string NewVersion()
    {
        var version = $"v{++_published:000}";
        Qualities[version] = Quality;
        return version;
    }

    private Task Reach() => Unreachable-- > 0 ? throw new TimeoutException("A silo went away.") : Task.CompletedTask;

    /// <summary>False where it could not be written: then nothing has changed.</summary>
    private bool TrySave(ModelStatus next)
    {
        if (next.DiffersDurably(_memory))
        {
            if (FailingWrites > 0)
            {
                FailingWrites--;
                return false;
            }

            _written = next;
            Log.Add(next);
        }

        _memory = next;
        Served = ModelDeployment.Of(_written, Options, Now);
        return true;
    }
}
