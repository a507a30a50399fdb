using Orleans.Concurrency;
using Orleans.Reco.Core;
using Orleans.Reco.Storage;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Reco.Grains;

/// <summary>A shopper. Reentrant, so that many calls share one write of the state.</summary>
[GrainType("reco-user")]
[RequireRole(RecoRoles.Serving)]
[Reentrant]
internal sealed partial class UserGrain(UserServices services) : Grain, IUserGrain, ISavesLazily
{
    private readonly UserRecords _records = new();
    private RecoKey _key;
    private UserMemory _memory = null!;
    private TenantRuntime _tenant = null!;
    private string? _pseudonym;
    private volatile bool _unsaved;
    private bool _erasing;
    private bool _leaving;

    /// <summary>True where memory holds something that nobody was promised and the store does not have.</summary>
    public bool IsUnsaved => _unsaved;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _key = RecoKey.Parse(this.GetPrimaryKeyString());
        if (_arrived is null)
        {
            await _records.ReadAsync(services.Storage, GrainContext.GrainId);
        }

        _memory = new UserMemory(_records.State, _records.Recent, services.Options);
        _tenant = await services.Tenants.GetLoadedAsync(_key.Tenant);
        services.Residents.Add(_key.Tenant, this);
        Arrive();
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _leaving = true;
        services.Residents.Remove(_key.Tenant, this);

        // A write under way has to end first, as it changes the ETag, and no event may go where the log has not got it.
        var movesUnsaved = MovesUnsaved(reason);
        await NothingIsWritten();
        if (!_outdated && (_unlogged is not null || (_unsaved && !movesUnsaved)))
        {
            await Save(whole: _unsaved, promised: false);
        }
    }

    public Task<UserProfile?> GetProfile()
    {
        if (!_records.State.IsStored)
        {
            return Task.FromResult<UserProfile?>(null);
        }

        var catalog = _tenant.Snapshot.Catalog;
        var history = _memory.History.Last(_memory.History.Count);
        var items = new UserHistoryItem[history.Length];
        for (var i = 0; i < items.Length; i++)
        {
            var step = history[history.Length - 1 - i];
            var row = step.Ordinal >= 0 ? catalog[step.Ordinal] : null;
            items[i] = new UserHistoryItem(
                row?.ItemId, row?.Title, services.Types.Name(step.Type), step.Value, DateTimeOffset.FromUnixTimeSeconds(step.UnixSeconds));
        }

        return Task.FromResult<UserProfile?>(new UserProfile
        {
            UserId = _key.Id,
            Attributes = new(_records.State.Attributes),
            Sequence = _memory.Sequence,
            History = items,
        });
    }

    public Task SetAttributes(Dictionary<string, string> attributes)
    {
        if (UserAttributesValidator.Validate(attributes) is { } error)
        {
            throw new RecoValidationException(error.Field, error.Message);
        }

        EnsureSecret();
        _records.State.Attributes = attributes;
        return Save();
    }

    public async Task Erase()
    {
        // From here on no write may follow the clearing: it would bring the record back.
        _erasing = true;
        _unsaved = false;
        try
        {
            await NothingIsWritten();
            if (_records.State.Secret.Length > 0)
            {
                // Now or never: with the secret goes the way from the user to the rows.
                await services.EventLog.EraseAsync(_key.Tenant, Pseudonym.Of(_key, _records.State.Secret));
            }

            await _records.ClearAsync(services.Storage, GrainContext.GrainId, uncertain: _memory.SavedSequence < _memory.Sequence);

            // Events under way find another memory than they began with, and fail.
            (_pseudonym, _unlogged) = (null, null);
            _memory = new UserMemory(_records.State, _records.Recent, services.Options);
            await services.Silos.ToAllOrThrow(agent => agent.ForgetQueries(_tenant.Tenant));
        }
        catch (Exception exception)
        {
            throw new RecoUnavailableException("The user could not be erased; send the call again.", exception);
        }
        finally
        {
            _erasing = false;
            DeactivateOnIdle();
        }
    }

    private void EnsureSecret()
    {
        if (_records.State.Secret.Length == 0)
        {
            _records.State.Secret = Pseudonym.NewSecret();
        }

        _pseudonym ??= Pseudonym.Of(_key, _records.State.Secret);
    }
}
