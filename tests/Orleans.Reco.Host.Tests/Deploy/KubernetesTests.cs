using k8s;
using k8s.Models;

namespace Orleans.Reco.Tests;

/// <summary>The manifests, read by the Kubernetes client's typed models; an unknown field is an error.</summary>
public sealed class KubernetesTests
{
    private static readonly List<object> Objects =
    [
        .. Directory.GetFiles(Path.Combine(DeployFiles.Folder, "kubernetes"), "*.yaml").Order()
            .SelectMany(file => KubernetesYaml.LoadAllFromString(File.ReadAllText(file), strict: true)),
    ];

    private static IEnumerable<V1StatefulSet> Workloads => Objects.OfType<V1StatefulSet>();

    [Fact]
    public void Every_object_is_of_a_known_kind_and_in_the_namespace()
    {
        Assert.True(Objects.Count >= 15);
        Assert.All(Objects, item => Assert.IsAssignableFrom<IKubernetesObject<V1ObjectMeta>>(item));
        Assert.All(
            Objects.OfType<IKubernetesObject<V1ObjectMeta>>().Where(item => item is not V1Namespace),
            item => Assert.Equal("reco", item.Metadata.NamespaceProperty));
    }

    [Fact]
    public void Every_silo_is_found_by_Orleans_probed_drained_and_without_privileges() => Assert.All(Workloads, workload =>
    {
        var pod = workload.Spec.Template;
        var silo = Assert.Single(pod.Spec.Containers);
        Assert.Equal(workload.Spec.Selector.MatchLabels["app"], pod.Metadata.Labels["app"]);
        Assert.Equal("reco", pod.Metadata.Labels["orleans/serviceId"]);
        Assert.Equal("reco", pod.Metadata.Labels["orleans/clusterId"]);
        Assert.Equal(["POD_IP", "POD_NAME", "POD_NAMESPACE"], silo.Env.Where(e => e.Name.StartsWith("POD_", StringComparison.Ordinal)).Select(e => e.Name).Order());
        Assert.Equal("/health/ready", silo.ReadinessProbe.HttpGet.Path);
        Assert.Equal("/health/live", silo.LivenessProbe.HttpGet.Path);
        Assert.True(pod.Spec.SecurityContext.RunAsNonRoot);
        Assert.False(silo.SecurityContext.AllowPrivilegeEscalation);
        Assert.NotNull(silo.Resources.Limits["memory"]);

        // Everything that is mounted is there.
        var volumes = pod.Spec.Volumes.Select(volume => volume.Name).Concat(workload.Spec.VolumeClaimTemplates.Select(claim => claim.Metadata.Name));
        Assert.All(silo.VolumeMounts, mount => Assert.Contains(mount.Name, volumes));
    });

    [Fact]
    public void Budgets_scalers_services_and_roles_name_what_is_there()
    {
        var names = Workloads.Select(workload => workload.Metadata.Name).ToList();
        Assert.All(Objects.OfType<V1PodDisruptionBudget>(), budget => Assert.Contains(budget.Spec.Selector.MatchLabels["app"], names));
        Assert.All(Objects.OfType<V2HorizontalPodAutoscaler>(), scaler => Assert.Contains(scaler.Spec.ScaleTargetRef.Name, names));
        Assert.All(Objects.OfType<V1Service>(), service => Assert.Contains(service.Spec.Selector["app"], names));
        Assert.All(Workloads, workload => Assert.Contains(Objects.OfType<V1Service>(), service => service.Metadata.Name == workload.Spec.ServiceName));
        Assert.All(Objects.OfType<V1RoleBinding>(), binding =>
        {
            Assert.Contains(Objects.OfType<V1Role>(), role => role.Metadata.Name == binding.RoleRef.Name);
            Assert.Contains(Objects.OfType<V1ServiceAccount>(), account => account.Metadata.Name == Assert.Single(binding.Subjects).Name);
        });
    }

    [Fact]
    public void Settings_are_those_of_the_host_and_the_grace_period_covers_the_drain()
    {
        var settings = Assert.Single(Objects.OfType<V1ConfigMap>()).Data;
        Assert.All(Workloads, workload => DeployFiles.AssertIsConfiguration(
        [
            .. settings,
            .. workload.Spec.Template.Spec.Containers[0].Env.Where(e => e.Value is not null).Select(e => KeyValuePair.Create(e.Name, e.Value)),

            // From the secret that is made by hand.
            new("Reco__Connections__Redis", "redis:6379"),
            new("Reco__Connections__Blobs__0", "https://account.blob.core.windows.net"),
        ]));
        var drain = TimeSpan.Parse(settings["Reco__Drain__Notice"]) + TimeSpan.Parse(settings["Reco__Drain__Timeout"]);
        Assert.All(Workloads, workload => Assert.True(workload.Spec.Template.Spec.TerminationGracePeriodSeconds > drain.TotalSeconds));
    }

    [Fact]
    public void Workloads_scale_keep_their_number_reach_their_secrets_and_are_closed_to_others()
    {
        var names = Workloads.Select(workload => workload.Metadata.Name).ToList();
        Assert.Equal(["reco-serving", "reco-web"], Objects.OfType<V2HorizontalPodAutoscaler>().Select(scaler => scaler.Spec.ScaleTargetRef.Name).Order());
        Assert.All(names.Except(["reco-training"]), name => Assert.Contains(
            Objects.OfType<V1PodDisruptionBudget>(), budget => budget.Spec.Selector.MatchLabels["app"] == name));
        Assert.All(Workloads, workload => Assert.Equal("reco-connections", Assert.Single(
            workload.Spec.Template.Spec.Containers[0].EnvFrom, from => from.SecretRef is not null).SecretRef.Name));

        // Made by hand: none is in the repository.
        Assert.Empty(Objects.OfType<V1Secret>());
        Assert.Contains(Objects.OfType<V1NetworkPolicy>(), policy => Workloads.All(workload => policy.Spec.PodSelector.MatchLabels.All(
            label => workload.Spec.Template.Metadata.Labels[label.Key] == label.Value)));
        var gpu = Workloads.Single(workload => workload.Metadata.Name == "reco-scoring-gpu").Spec.Template.Spec;
        Assert.Equal("gpu", gpu.NodeSelector["reco/pool"]);
        Assert.Contains(gpu.Tolerations, toleration => toleration.Key == "nvidia.com/gpu");
        Assert.Equal("1", gpu.Containers[0].Resources.Limits["nvidia.com/gpu"].Value);
    }
}
