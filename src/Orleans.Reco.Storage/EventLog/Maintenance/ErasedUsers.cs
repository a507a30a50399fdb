namespace Orleans.Reco.Storage;

/// <summary>
/// The users of a tenant whose rows are to go. Each is a mark in the log's store, made when the user is erased: by then nothing else can
/// lead from the user to the pseudonym.
/// </summary>
/// <param name="names">The marks.</param>
/// <param name="users">Their users.</param>
/// <param name="since">The date of the oldest; null where there is none.</param>
internal sealed class ErasedUsers(IReadOnlyList<string> names, IReadOnlySet<string> users, DateOnly? since)
{
    // Rows of a user who has just been erased may still come out of a silo's journal.
    private const int StragglerDays = 2;

    /// <summary>Their pseudonyms.</summary>
    public IReadOnlySet<string> Users => users;

    /// <summary>Marks a user; returns when that is durable. Doing so again is fine.</summary>
    public static async Task MarkAsync(ILogFiles files, string tenant, string user, DateOnly today, CancellationToken cancellationToken)
    {
        var name = EventLogLayout.Erased(tenant, today, user);
        var temporary = EventLogLayout.TemporaryFile(files.TemporaryRoot, name);
        DurableFiles.CreateFolder(Path.GetDirectoryName(temporary)!);
        await File.WriteAllBytesAsync(temporary, [], cancellationToken);
        await files.PublishAsync(temporary, name, cancellationToken);
    }

    /// <summary>Reads the marks of a tenant.</summary>
    public static async Task<ErasedUsers> ReadAsync(ILogFiles files, string tenant, CancellationToken cancellationToken)
    {
        var marks = (await files.ListAsync(EventLogLayout.ErasedFolderOf(tenant), cancellationToken))
            .Select(file => (file.Name, Mark: EventLogLayout.ParseErased(file.Name)))
            .Where(file => file.Mark is not null).ToList();
        return new(
            marks.ConvertAll(mark => mark.Name),
            marks.Select(mark => mark.Mark!.Value.User).ToHashSet(StringComparer.Ordinal),
            marks.Count == 0 ? null : marks.Min(mark => mark.Mark!.Value.Date));
    }

    /// <summary>Whether some have waited so long that all files are searched for their rows now.</summary>
    public bool AreDue(DateOnly today, int afterDays) => since is { } oldest && oldest.AddDays(afterDays) <= today;

    /// <summary>Removes the marks that no row can follow any more; called when all files have been searched.</summary>
    public async Task ForgetAsync(ILogFiles files, DateOnly today, CancellationToken cancellationToken)
    {
        foreach (var name in names.Where(name => EventLogLayout.ParseErased(name)!.Value.Date.AddDays(StragglerDays) <= today))
        {
            await files.DeleteAsync(name, cancellationToken);
        }
    }
}
