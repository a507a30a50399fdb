using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Reco.Training;

/// <summary>
/// A tenant's training under way, in grain storage, where every silo finds it. Pages come first and the head last, so a crash leaves the
/// state before. A lead that another one has taken over from meets an ETag that is not its own.
/// </summary>
internal sealed class CheckpointStore(IGrainStorage storage, string tenant)
{
    private const string HeadName = "training-checkpoint";
    private const int PageBytes = 4 << 20;

    private readonly GrainId _id = GrainId.Create("reco-trainer", tenant);
    private readonly GrainState<CheckpointHead> _head = new(new CheckpointHead());

    /// <summary>The head as it was read or written last.</summary>
    public CheckpointHead Head => _head.State ?? new CheckpointHead();

    public Task ReadAsync() => storage.ReadStateAsync(HeadName, _id, _head);

    /// <summary>Begins a training; what was kept of another one is no longer found.</summary>
    public Task BeginAsync(CheckpointHead head) => WriteHeadAsync(head);

    /// <summary>The last state; null where there is none, or where it is not whole.</summary>
    public async Task<byte[]?> ReadStateAsync()
    {
        if (Head.Pages == 0)
        {
            return null;
        }

        var pages = new List<Packed<byte>>();
        for (var i = 0; i < Head.Pages; i++)
        {
            pages.Add(new Packed<byte>((await ReadPageAsync(Head.Set, i)).State?.Bytes ?? []));
        }

        var state = ContentBytes.Join(pages);
        return ContentBytes.IdOf(state) == Head.StateId ? state : null;
    }

    /// <exception cref="InconsistentStateException">Another lead has taken over.</exception>
    public async Task WriteStateAsync(byte[] state)
    {
        var set = 1 - Head.Set;
        var count = (state.Length + PageBytes - 1) / PageBytes;
        for (var i = 0; i < count; i++)
        {
            var page = await ReadPageAsync(set, i);
            page.State = new CheckpointPage { Bytes = state[(i * PageBytes)..Math.Min(state.Length, (i + 1) * PageBytes)] };
            await storage.WriteStateAsync(PageName(set, i), _id, page);
        }

        await WriteHeadAsync(Head with { Set = set, Pages = count, StateId = ContentBytes.IdOf(state) });
    }

    /// <summary>The training has ended.</summary>
    public async Task ClearAsync()
    {
        await ReadAsync();
        for (var set = 0; set < 2; set++)
        {
            for (var i = 0; i < Head.Pages; i++)
            {
                await storage.ClearStateAsync(PageName(set, i), _id, await ReadPageAsync(set, i));
            }
        }

        await storage.ClearStateAsync(HeadName, _id, _head);
    }

    private async Task WriteHeadAsync(CheckpointHead head)
    {
        _head.State = head;
        await storage.WriteStateAsync(HeadName, _id, _head);
    }

    private async Task<GrainState<CheckpointPage>> ReadPageAsync(int set, int index)
    {
        var page = new GrainState<CheckpointPage>(new CheckpointPage());
        await storage.ReadStateAsync(PageName(set, index), _id, page);
        return page;
    }

    private static string PageName(int set, int index) => FormattableString.Invariant($"{HeadName}-{set}-{index}");
}
