using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.Extensions.Options;

namespace Orleans.Reco.Host;

/// <summary>Checks the options before anything is built from them, those that only make sense together included.</summary>
internal static class RecoHostOptionsRules
{
    /// <exception cref="OptionsValidationException">Some are not allowed; the message names each with its key.</exception>
    public static void Check(RecoHostOptions options)
    {
        var failures = ((object[])[options, options.Cluster, options.Drain]).SelectMany(Annotations).Concat(Together(options)).ToList();
        if (failures.Count > 0)
        {
            throw new OptionsValidationException("Reco", typeof(RecoHostOptions), failures);
        }
    }

    private static List<string> Annotations(object options)
    {
        var failures = new List<ValidationResult>();
        _ = Validator.TryValidateObject(options, new ValidationContext(options), failures, validateAllProperties: true);
        return failures.ConvertAll(failure => failure.ErrorMessage!);
    }

    private static IEnumerable<string> Together(RecoHostOptions options)
    {
        var (cluster, storage, connections) = (options.Cluster, options.Storage, options.Connections);
        var isCluster = cluster.Membership != MembershipKind.Localhost;
        if (isCluster && storage.State == StateKind.RocksDb)
        {
            yield return "Reco:Storage:State must be Redis, Blobs or PostgreSql where Reco:Cluster:Membership is not Localhost: "
                + "RocksDb serves one process.";
        }

        if (isCluster && storage.NeedsSharedPath && storage.SharedPath is null)
        {
            yield return "Reco:Storage:SharedPath must name a folder that all silos mount where Reco:Cluster:Membership is not Localhost, "
                + "unless Reco:Storage:Log and Reco:Storage:Bundles are Blobs.";
        }

        if (cluster.Kubernetes && !isCluster)
        {
            yield return "Reco:Cluster:Membership must be Redis or PostgreSql where Reco:Cluster:Kubernetes is true.";
        }

        if (cluster.Address is { } address && !IPAddress.TryParse(address, out _))
        {
            yield return "Reco:Cluster:Address must be an IP address.";
        }

        if ((cluster.Membership == MembershipKind.Redis || storage.State == StateKind.Redis) && string.IsNullOrWhiteSpace(connections.Redis))
        {
            yield return "Reco:Connections:Redis must be set, such as host:6379, where Membership or State is Redis.";
        }

        if ((cluster.Membership == MembershipKind.PostgreSql || storage.State == StateKind.PostgreSql)
            && string.IsNullOrWhiteSpace(connections.PostgreSql))
        {
            yield return "Reco:Connections:PostgreSql must be set, such as Host=…;Username=…, where Membership or State is PostgreSql.";
        }

        if ((storage.State == StateKind.Blobs || storage.Log == FilesKind.Blobs || storage.Bundles == FilesKind.Blobs) && connections.Blobs.Length == 0)
        {
            yield return "Reco:Connections:Blobs:0 must name an account where State, Log or Bundles is Blobs.";
        }
    }
}
