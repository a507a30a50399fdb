using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Runtime;
using Orleans.Serialization.Codecs;

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

internal static class GrainReferences
{
    /// <summary>
    /// Registers what each reference to a user asks the container for: without a registration, the copiers of its methods' arguments
    /// are made anew for each reference, by reflection.
    /// </summary>
    public static void AddArgumentCopiers(IServiceCollection services)
    {
        services.TryAddSingleton<ArrayCopier<Interaction>>();
        services.TryAddSingleton<DictionaryCopier<string, string>>();
    }
}
