using Orleans.Reco.Storage;
using Orleans.Storage;

namespace Orleans.Reco.Grains;

/// <content>Making what memory holds durable.</content>
internal sealed partial class UserGrain
{
    private Task _saving = Task.CompletedTask;
    private Task? _nextSave;
    private bool _whole;
    private bool _promised;

    // The store has what this activation has not, and the log perhaps not what this activation has: nothing of it may be written any more.
    private bool _outdated;

    /// <summary>Makes everything up to now durable. There is one write at a time; who comes meanwhile shares the next.</summary>
    /// <param name="whole">False where events may stand beside the state.</param>
    /// <param name="promised">False where the caller has nothing new but exposures and the encoder's state.</param>
    private Task Save(bool whole = true, bool promised = true)
    {
        RefuseWhileErasing();
        (_whole, _promised) = (_whole || whole, _promised || promised);
        return _nextSave is null && _saving.IsCompleted ? _saving = Write() : _nextSave ??= WriteAfter(_saving);
    }

    private async Task WriteAfter(Task saving)
    {
        await saving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        (_saving, _nextSave) = (_nextSave!, null);
        await Write();
    }

    /// <summary>Writes the state, or only the events beside it where they are few, and to the log what it has not got.</summary>
    private async Task Write()
    {
        RefuseWhileErasing();
        RefuseIfOutdated();
        var (memory, records, sequence, unlogged) = (_memory, _records, _memory.Sequence, _unlogged ?? []);
        var whole = _whole || !records.State.IsStored || !records.Recent.Reaches(sequence);

        // Events whose own write failed may be acknowledged on the strength of this one.
        var promised = _promised || memory.SavedSequence < sequence;
        (_whole, _promised, _unlogged) = (false, false, null);
        if (whole)
        {
            _unsaved = false;
            memory.Pack(promised);
        }

        try
        {
            await records.WriteAsync(services.Storage, services.EventLog, GrainContext.GrainId, unlogged, whole);
        }
        catch (Exception exception)
        {
            if (unlogged.Count > 0 && memory == _memory)
            {
                _unlogged = [.. unlogged, .. _unlogged ?? []];
            }

            throw NotWritten(exception);
        }
        finally
        {
            if (whole)
            {
                memory.Unpack();
            }

            _saving = Task.CompletedTask;
        }

        memory.SavedSequence = Math.Max(memory.SavedSequence, sequence);
        if (memory == _memory)
        {
            records.Recent.Written(sequence, whole);
        }
    }

    /// <summary>Ends when no write is under way or waits for one.</summary>
    private async Task NothingIsWritten() =>
        await (_nextSave ?? _saving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

    private void RefuseWhileErasing()
    {
        if (_erasing)
        {
            throw new RecoUnavailableException("The user is being erased; send the call again with the same event ids.");
        }
    }

    private void RefuseIfOutdated()
    {
        if (_outdated)
        {
            throw new RecoUnavailableException("The user is read from the store again; send the call again with the same event ids.");
        }
    }

    private RecoUnavailableException NotWritten(Exception exception)
    {
        if (exception is InconsistentStateException)
        {
            // The next activation starts from the store.
            (_outdated, _unsaved, _unlogged) = (true, false, null);
            DeactivateOnIdle();
        }
        else if (!_leaving)
        {
            // Memory is ahead of the store, and with it stays what nobody was told. If the write was done after all, or another
            // activation writes first, the ETag refuses the next one.
            _unsaved = true;
            services.LazySaves.Retry(this);
        }

        return new RecoUnavailableException("The user's events could not be written; send the call again with the same event ids.", exception);
    }

    private void SaveSoon()
    {
        if (!_unsaved)
        {
            _unsaved = true;
            services.LazySaves.Add(this);
        }
    }

    public Task SaveLazily() => GrainContext.QueueWork(SaveUnsaved);

    private async Task SaveTrial()
    {
        try
        {
            await Save(promised: false);
        }
        catch (RecoUnavailableException)
        {
            // The list is good all the same.
        }
    }

    private Task SaveUnsaved() => _unsaved && !_erasing && !_leaving && !_outdated ? Save(promised: false) : Task.CompletedTask;
}
