using Microsoft.Extensions.Configuration;
using Orleans.Reco.Host;

namespace Orleans.Reco.Tests;

/// <summary>The files under <c>deploy/</c>, copied beside the tests.</summary>
internal static class DeployFiles
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "deploy");

    public static string Read(string path) => File.ReadAllText(Path.Combine(Folder, path));

    /// <summary>Checks environment variables as the host reads them: every <c>Reco__…</c> is a setting, and together they are allowed.</summary>
    public static void AssertIsConfiguration(IEnumerable<KeyValuePair<string, string>> environment)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(environment.Select(pair =>
                KeyValuePair.Create(pair.Key.Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal), (string?)pair.Value)))
            .Build();
        var options = new RecoHostOptions();
        configuration.GetSection("Reco").Bind(options, binder => binder.ErrorOnUnknownConfiguration = true);
        RecoHostOptionsRules.Check(options);
    }
}
