using Microsoft.Extensions.Options;
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
internal sealed partial class UserGrain(
    [PersistentState("user", RecoStorage.Name)] IPersistentState<UserState> state,
    [PersistentState("recent", RecoStorage.Name)] IPersistentState<RecentState> recent,
    UserServices services,
    IOptions<UserOptions> options,
    TimeProvider time) : Grain, IUserGrain, ISavesLazily
{
    private Dictionary<string, Task>? _inFlight;
    private RecoKey _key;
    private UserMemory _memory = null!;
    private TenantRuntime _tenant = null!;
    private string? _pseudonym;
    private volatile bool _unsaved;
    private bool _erasing;
    private bool _leaving;
    private int _eventWrites;

    /// <summary>True where memory holds something that nobody was promised and the store does not have.</summary>
    public bool IsUnsaved => _unsaved;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _key = RecoKey.Parse(this.GetPrimaryKeyString());
        _memory = new UserMemory(state.State, recent.State, options.Value);
        _tenant = await services.Tenants.GetLoadedAsync(_key.Tenant);
        services.Residents.Add(_key.Tenant, this);
        Arrive();
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _leaving = true;
        services.Residents.Remove(_key.Tenant, this);

        // What nobody was promised goes along with a user who moves, and is lost with a move that fails, as with a crash. Only a write under
        // way has to end first, as it changes the ETag: the next one waits for it.
        var moves = Moves(reason);
        if (moves && _eventWrites > 0)
        {
            await SaveEvents();
        }

        if (moves ? _memory.IsBeingWritten : _unsaved)
        {
            await Save(promised: false);
        }
    }

    public Task<UserProfile?> GetProfile()
    {
        if (!state.RecordExists)
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
            Attributes = new(state.State.Attributes),
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
        state.State.Attributes = attributes;
        return Save();
    }

    public async Task Erase()
    {
        // From here on no write may follow the clearing: it would bring the record back.
        _erasing = true;
        _unsaved = false;
        try
        {
            if (state.State.Secret.Length > 0)
            {
                // Now or never: with the secret goes the way from the user to the rows.
                await services.EventLog.EraseAsync(_key.Tenant, Pseudonym.Of(_key, state.State.Secret));
            }

            // Events first: without a state nobody would look for them.
            if (recent.RecordExists || _eventWrites > 0)
            {
                await recent.ClearStateAsync();
            }

            if (state.RecordExists || _memory.SavedSequence < _memory.Sequence)
            {
                await state.ClearStateAsync();
            }

            // Events under way find another memory than they began with, and fail.
            _pseudonym = null;
            _memory = new UserMemory(state.State, recent.State, options.Value);
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
        if (state.State.Secret.Length == 0)
        {
            state.State.Secret = Pseudonym.NewSecret();
        }

        _pseudonym ??= Pseudonym.Of(_key, state.State.Secret);
    }
}
