using Microsoft.Extensions.Options;
using Orleans.Reco.Host;

namespace Orleans.Reco.Tests;

public sealed class SettingsTests
{
    [Fact]
    public void The_defaults_are_allowed() => RecoHostOptionsRules.Check(new RecoHostOptions());

    [Fact]
    public void Settings_that_do_not_go_together_are_all_named()
    {
        var options = new RecoHostOptions
        {
            SiloPort = 70_000,
            Cluster = { Membership = MembershipKind.Redis, Address = "here", ClusterId = "a b", FailureDetection = TimeSpan.FromSeconds(1) },
            Drain = { Notice = TimeSpan.FromHours(1) },
        };

        var message = Assert.Throws<OptionsValidationException>(() => RecoHostOptionsRules.Check(options)).Message;

        foreach (var key in (string[])["SiloPort", "Cluster:Address", "Cluster:ClusterId", "Cluster:FailureDetection", "Drain:Notice", "Storage:State", "Storage:SharedPath", "Connections:Redis"])
        {
            Assert.Contains($"Reco:{key} must", message);
        }
    }

    [Theory]
    [InlineData(StateKind.PostgreSql, "Reco:Connections:PostgreSql must be set")]
    [InlineData(StateKind.Redis, "Reco:Connections:Redis must be set")]
    [InlineData(StateKind.Blobs, "Reco:Connections:Blobs:0 must name an account")]
    public void A_store_needs_its_connection(object state, string error)
    {
        var options = new RecoHostOptions { Storage = { State = (StateKind)state } };

        Assert.Contains(error, Assert.Throws<OptionsValidationException>(() => RecoHostOptionsRules.Check(options)).Message);
    }

    [Fact]
    public void A_cluster_with_log_and_bundles_in_blobs_needs_an_account_and_no_shared_folder()
    {
        var options = new RecoHostOptions
        {
            Cluster = { Membership = MembershipKind.Redis },
            Storage = { State = StateKind.Redis, Log = FilesKind.Blobs, Bundles = FilesKind.Blobs },
            Connections = { Redis = "redis:6379" },
        };
        var message = Assert.Throws<OptionsValidationException>(() => RecoHostOptionsRules.Check(options)).Message;
        Assert.Contains("Reco:Connections:Blobs:0 must name an account", message);
        Assert.DoesNotContain("SharedPath", message);

        options.Connections.Blobs = ["https://account.blob.core.windows.net"];
        RecoHostOptionsRules.Check(options);

        options.Storage.Bundles = FilesKind.Folder;
        Assert.Contains("SharedPath", Assert.Throws<OptionsValidationException>(() => RecoHostOptionsRules.Check(options)).Message);
    }

    [Fact]
    public void Kubernetes_needs_a_table_of_silos()
    {
        var options = new RecoHostOptions { Cluster = { Kubernetes = true } };

        Assert.Contains("Membership", Assert.Throws<OptionsValidationException>(() => RecoHostOptionsRules.Check(options)).Message);
    }
}
