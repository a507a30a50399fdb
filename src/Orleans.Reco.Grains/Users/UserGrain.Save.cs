using Orleans.Storage;

namespace Orleans.Reco.Grains;

/// <content>Making what memory holds durable.</content>
internal sealed partial class UserGrain
{
    /// <summary>Makes the events up to now durable, beside the state where they are few; concurrent calls share one write.</summary>
    private async Task SaveEvents()
    {
        var memory = _memory;
        var sequence = memory.Sequence;
        if (!state.RecordExists || !recent.State.Reaches(sequence))
        {
            await Save();
            return;
        }

        RefuseWhileErasing();
        _eventWrites++;
        try
        {
            await recent.WriteStateAsync();
        }
        catch (Exception exception)
        {
            throw NotWritten(exception);
        }
        finally
        {
            _eventWrites--;
        }

        memory.SavedSequence = Math.Max(memory.SavedSequence, sequence);
        if (memory == _memory)
        {
            recent.State.Confirmed = Math.Max(recent.State.Confirmed, sequence);
        }
    }

    /// <summary>Makes everything up to now durable; concurrent calls share one write.</summary>
    /// <param name="promised">False where the caller has nothing new but exposures and the encoder's state.</param>
    private async Task Save(bool promised = true)
    {
        RefuseWhileErasing();
        _unsaved = false;
        var memory = _memory;
        var sequence = memory.Sequence;

        // Events whose own write failed may be acknowledged on the strength of this one.
        promised |= memory.SavedSequence < sequence;
        memory.Pack(promised);
        try
        {
            await state.WriteStateAsync();
        }
        catch (Exception exception)
        {
            throw NotWritten(exception);
        }
        finally
        {
            memory.Written(promised);
        }

        memory.SavedSequence = Math.Max(memory.SavedSequence, sequence);
        if (memory == _memory)
        {
            recent.State.Saved(sequence);
        }
    }

    private void RefuseWhileErasing()
    {
        if (_erasing)
        {
            throw new RecoUnavailableException("The user is being erased; send the call again with the same event ids.");
        }
    }

    private RecoUnavailableException NotWritten(Exception exception)
    {
        if (exception is InconsistentStateException)
        {
            // The store has what this activation has not: the next one starts from there.
            DeactivateOnIdle();
        }
        else if (!_leaving)
        {
            // Memory is ahead of the store, and with it stays what nobody was told. If the write was done after all, or another
            // activation writes first, the ETag refuses the next one.
            _unsaved = true;
            services.LazySaves.Retry(this);
        }

        return new RecoUnavailableException("The user's state could not be written; send the call again with the same event ids.", exception);
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

    private Task SaveUnsaved() => _unsaved && !_erasing ? Save(promised: false) : Task.CompletedTask;
}
