using Orleans.Reco.Core;

namespace Orleans.Reco.Inference;

/// <summary>Which rows of a model are of items that are available at a moment, as the mask of a retrieval graph. Never changed.</summary>
internal sealed class AvailableRows
{
    private readonly CatalogView? _view;
    private readonly uint _now;

    /// <param name="filter">Tells the catalog and the moment.</param>
    /// <param name="ordinals">The item of each row.</param>
    /// <param name="before">What was found before; where nothing has changed since, the mask is the same array.</param>
    public AvailableRows(CandidateFilter filter, ReadOnlySpan<int> ordinals, AvailableRows? before)
    {
        (_view, _now) = (filter.View, filter.Now);
        var all = new CandidateFilter(filter.View, filter.Now, default);
        Mask = before is not null && IsMask(before.Mask, all, ordinals) ? before.Mask : MaskOf(all, ordinals);
    }

    /// <summary>0 for a row whose item is available, minus infinity for all others, shape <c>[rows]</c>.</summary>
    public float[] Mask { get; }

    /// <summary>True if a filter asks the same catalog at the same moment.</summary>
    public bool IsOf(CandidateFilter filter) => ReferenceEquals(_view, filter.View) && _now == filter.Now;

    // Looked at before an array is made: a second goes by many times as often as an item appears or goes.
    private static bool IsMask(float[] mask, CandidateFilter all, ReadOnlySpan<int> ordinals)
    {
        for (var row = 0; row < mask.Length; row++)
        {
            if (mask[row] == 0 != all.Allows(ordinals[row]))
            {
                return false;
            }
        }

        return true;
    }

    private static float[] MaskOf(CandidateFilter all, ReadOnlySpan<int> ordinals)
    {
        var mask = new float[ordinals.Length];
        for (var row = 0; row < mask.Length; row++)
        {
            mask[row] = all.Allows(ordinals[row]) ? 0 : float.NegativeInfinity;
        }

        return mask;
    }
}
