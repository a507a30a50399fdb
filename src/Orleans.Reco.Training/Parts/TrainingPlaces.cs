using Orleans.Reco.Grains;
using Orleans.Runtime;

namespace Orleans.Reco.Training;

/// <summary>Spreads the parts of a training over the silos with the role, beginning with the lead's own.</summary>
internal sealed class TrainingPlaces(TrainingSilos silos, ILocalSiloDetails local)
{
    /// <summary>Silos with the role that live now.</summary>
    public int Count => silos.Active().Count;

    /// <summary>The silo where a part is to be; where one has gone, its parts move to those that are left.</summary>
    public SiloAddress Of(int part)
    {
        var active = silos.Active();
        SiloAddress[] places = [.. active.Where(silo => silo.Equals(local.SiloAddress)), .. active.Where(silo => !silo.Equals(local.SiloAddress)).Order()];
        return places.Length == 0 ? local.SiloAddress : places[part % places.Length];
    }
}
