namespace Orleans.Reco.Core;

/// <summary>
/// The state machine of a tenant's model. A status is a value: each step gives the next one, which is written before anything is done
/// that depends on it. So a coordinator that dies is replaced by one that reads the last status and goes on from there.
/// </summary>
public static class ModelLifecycle
{
    /// <summary>Ended refreshes that are kept.</summary>
    public const int HistoryLength = 50;

    /// <summary>Audit records that are kept.</summary>
    public const int AuditLength = 200;

    private static readonly RefreshStage[] Trainer = [RefreshStage.Preparing, RefreshStage.Training, RefreshStage.Evaluating];

    private static readonly Dictionary<RefreshStage, RefreshStage[]> Following = new()
    {
        [RefreshStage.Planned] = [RefreshStage.Preparing],

        // A trainer that lost its silo starts anew, so these three may go back to each other.
        [RefreshStage.Preparing] = [.. Trainer, RefreshStage.Gated],
        [RefreshStage.Training] = [.. Trainer, RefreshStage.Gated],
        [RefreshStage.Evaluating] = [.. Trainer, RefreshStage.Gated],
        [RefreshStage.Gated] = [RefreshStage.Published],
        [RefreshStage.Published] = [RefreshStage.Staging],
        [RefreshStage.Staging] = [RefreshStage.Canary, RefreshStage.Promoted],
        [RefreshStage.Canary] = [RefreshStage.Promoted, RefreshStage.RolledBack],
    };

    /// <summary>True while a refresh is under way.</summary>
    public static bool IsRefreshing(this ModelStatus status) => status.Current is { EndedAt: null };

    /// <summary>The refresh that a request has had; null where it has had none that is remembered.</summary>
    public static RefreshInfo? Of(this ModelStatus status, RefreshRequest request)
    {
        ArgumentNullException.ThrowIfNull(status);
        ArgumentNullException.ThrowIfNull(request);
        return status.History.Prepend(status.Current).FirstOrDefault(refresh => refresh?.RefreshId == request.RequestId);
    }

    /// <summary>Plans a refresh; changes nothing while another is under way, or where the request has had its refresh.</summary>
    /// <param name="status">The status.</param>
    /// <param name="request">Why and by whom.</param>
    /// <param name="version">The bundle, where it is there already.</param>
    /// <param name="now">The time.</param>
    public static ModelStatus Plan(this ModelStatus status, RefreshRequest request, string? version, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(status);
        ArgumentNullException.ThrowIfNull(request);
        if (status.IsRefreshing() || status.Of(request) is not null)
        {
            return status;
        }

        var planned = new RefreshInfo
        {
            RefreshId = request.RequestId ?? Guid.CreateVersion7(now).ToString("N"),
            Reason = request.Reason,
            Kind = request.Kind,
            By = request.By,
            Stage = RefreshStage.Planned,
            StartedAt = now,
            Message = "Planned",
            Parent = status.ActiveVersion,
            Version = version,
            Times = [new StageTime(RefreshStage.Planned, now)],
        };
        var action = request.Kind == RefreshKind.Registered ? "register" : "refresh";
        return (status with { Current = planned, Signals = status.Signals with { Events = 0, UnknownItemEvents = 0 } })
            .Record(request.By, action, version, request.Reason, now);
    }

    /// <summary>Takes the refresh into another stage that is not an end.</summary>
    /// <param name="status">The status.</param>
    /// <param name="stage">The stage.</param>
    /// <param name="message">What happens now.</param>
    /// <param name="now">The time.</param>
    /// <param name="with">What else the refresh has learnt.</param>
    /// <exception cref="InvalidOperationException">The stage does not follow.</exception>
    public static ModelStatus Enter(
        this ModelStatus status, RefreshStage stage, string message, DateTimeOffset now, Func<RefreshInfo, RefreshInfo>? with = null)
    {
        var current = status.Running();
        Require(current.Stage, stage);
        var known = with?.Invoke(current) ?? current;
        var entered = known with { Stage = stage, Progress = 0, Message = message, Times = [.. known.Times, new StageTime(stage, now)] };
        return status with { Current = entered, Revision = stage == RefreshStage.Canary ? status.Revision + 1 : status.Revision };
    }

    /// <summary>Ends the refresh with its version in service.</summary>
    public static ModelStatus Complete(this ModelStatus status, string message, DateTimeOffset now)
    {
        var current = status.Running();
        Require(current.Stage, RefreshStage.Promoted);
        return status.Activate(current.Version!, now).End(RefreshStage.Promoted, message, now).Record(
            current.Stage == RefreshStage.Canary ? "canary" : "gate", "promote", current.Version, message, now);
    }

    /// <summary>Ends the refresh without a model in service.</summary>
    /// <param name="status">The status.</param>
    /// <param name="by">What ended it, for the record.</param>
    /// <param name="message">Why.</param>
    /// <param name="now">The time.</param>
    public static ModelStatus Fail(this ModelStatus status, string by, string message, DateTimeOffset now)
    {
        var current = status.Running();
        return current.Stage == RefreshStage.Canary
            ? status.RollBack(by, message, now)
            : status.End(RefreshStage.Failed, message, now).Record(by, "refuse", current.Version, message, now);
    }

    /// <summary>Puts a version into service at an operator's word; a canary under way ends with it.</summary>
    public static ModelStatus Promote(this ModelStatus status, string version, string by, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(status);
        var next = status;
        if (status.Current is { EndedAt: null, Stage: RefreshStage.Canary or RefreshStage.Staging } current)
        {
            if (current.Version == version)
            {
                next = next.Activate(version, now).End(RefreshStage.Promoted, $"Promoted by {by}", now);
            }
            else if (current.Stage == RefreshStage.Canary)
            {
                next = next.End(RefreshStage.RolledBack, $"{by} promoted {version}", now);
            }
        }

        return next.Activate(version, now).Record(by, "promote", version, "By command", now);
    }

    /// <summary>Takes back the canary under way or, where there is none, the version in service.</summary>
    /// <exception cref="RecoValidationException">There is nothing to go back to.</exception>
    public static ModelStatus RollBack(this ModelStatus status, string by, string reason, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(status);
        if (status.Current is { EndedAt: null, Stage: RefreshStage.Canary })
        {
            return status.End(RefreshStage.RolledBack, reason, now).Record(by, "rollback", status.RevocableVersion, reason, now);
        }

        var (active, before) = (status.ActiveVersion, status.PreviousVersion);
        if (before is null)
        {
            throw new RecoValidationException("version", "there is no version before the one in service");
        }

        return (status.Activate(before, now) with
        {
            // What was taken back is not what the next roll-back goes to.
            PreviousVersion = null,
            History = Array.ConvertAll(status.History, refresh => TakenBack(refresh, active, reason)),
            Current = status.Current is { } current ? TakenBack(current, active, reason) : null,
        }).Record(by, "rollback", active, reason, now);
    }

    /// <summary>True where a status differs from another in more than the progress within a stage.</summary>
    public static bool DiffersDurably(this ModelStatus status, ModelStatus other)
    {
        ArgumentNullException.ThrowIfNull(status);
        ArgumentNullException.ThrowIfNull(other);
        return Durable(status) != Durable(other);
    }

    private static ModelStatus Durable(ModelStatus status) =>
        status with { Current = status.Current is { EndedAt: null } current ? current with { Progress = 0, Message = "" } : status.Current };

    private static RefreshInfo TakenBack(RefreshInfo refresh, string? version, string reason) =>
        refresh.Stage == RefreshStage.Promoted && refresh.Version == version
            ? refresh with { Stage = RefreshStage.RolledBack, Message = reason }
            : refresh;

    private static ModelStatus Activate(this ModelStatus status, string version, DateTimeOffset now) =>
        status.ActiveVersion == version
            ? status
            : status with
            {
                PreviousVersion = status.ActiveVersion,
                ActiveVersion = version,
                ActiveSince = now,
                Signals = status.Signals with { ScoreDrift = 0 },
                Revision = status.Revision + 1,
            };

    private static ModelStatus End(this ModelStatus status, RefreshStage stage, string message, DateTimeOffset now)
    {
        var current = status.Running();
        var ended = current with
        {
            Stage = stage,
            Message = message,
            Progress = stage == RefreshStage.Promoted ? 1 : current.Progress,
            EndedAt = now,
            Times = [.. current.Times, new StageTime(stage, now)],
        };
        return status with
        {
            Current = ended,
            History = [.. status.History.Prepend(ended).Take(HistoryLength)],
            Revision = current.Stage == RefreshStage.Canary ? status.Revision + 1 : status.Revision,
        };
    }

    private static ModelStatus Record(
        this ModelStatus status, string by, string action, string? version, string detail, DateTimeOffset now) =>
        status with { Audit = [.. status.Audit.Prepend(new AuditRecord(now, by, action, version, detail)).Take(AuditLength)] };

    private static RefreshInfo Running(this ModelStatus status) =>
        status is { Current: { EndedAt: null } current } ? current : throw new InvalidOperationException("No refresh is under way.");

    private static void Require(RefreshStage from, RefreshStage to)
    {
        if (!Following.TryGetValue(from, out var next) || !next.Contains(to))
        {
            throw new InvalidOperationException($"A refresh does not go from {from} to {to}.");
        }
    }
}
