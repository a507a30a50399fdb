namespace Orleans.Reco.Grains;

/// <summary>What one silo has counted for one item since the last flush.</summary>
internal sealed class ItemTally
{
    private readonly Dictionary<int, float> _coVisits = [];
    private float _weight;
    private uint _latest;

    public void Add(float weight, uint unixSeconds)
    {
        _weight += weight;
        _latest = Math.Max(_latest, unixSeconds);
    }

    public void AddCoVisit(int ordinal, uint unixSeconds)
    {
        _coVisits[ordinal] = _coVisits.GetValueOrDefault(ordinal) + 1;
        _latest = Math.Max(_latest, unixSeconds);
    }

    public ItemActivity ToActivity() =>
        new(_weight, _latest, new Packed<CoVisitCount>([.. _coVisits.Select(coVisit => new CoVisitCount(coVisit.Key, coVisit.Value))]));
}
