using Orleans.Runtime;

namespace Orleans.Reco;

/// <summary>
/// References to grains of one interface. The factory reads the interface's attributes by reflection each time, which costs more than the
/// call; here they are read once.
/// </summary>
internal sealed class GrainReferences<T>(IGrainFactory grains)
    where T : class, IGrainWithStringKey
{
    private Kind? _kind;

    /// <summary>The grain with a key.</summary>
    public T Get(string key)
    {
        if (_kind is { } kind)
        {
            return (T)grains.GetGrain(GrainId.Create(kind.Grain, key), kind.Interface);
        }

        var first = grains.GetGrain<T>(key);
        if (first is GrainReference reference)
        {
            _kind = new Kind(reference.GrainId.Type, reference.InterfaceType);
        }

        return first;
    }

    private sealed record Kind(GrainType Grain, GrainInterfaceType Interface);
}
