using System.ComponentModel.DataAnnotations;
using Orleans.Reco.Grains;

namespace Orleans.Reco.Host;

/// <summary>What this process is. Section <c>Reco</c>.</summary>
internal sealed class RecoHostOptions
{
    /// <summary>What the silo does: any of <c>Web, Serving, Scoring, Training</c>, comma-separated. Default: all.</summary>
    public RecoRoles Roles { get; set; } = RecoRoles.All;

    /// <summary>
    /// The process's own folder: the journal always; grain state, event log and bundles where no other setting says so. Default:
    /// <c>.reco-data</c> in the working folder.
    /// </summary>
    [Required(ErrorMessage = "Reco:DataPath must name a folder.")]
    public string DataPath { get; set; } = ".reco-data";

    /// <summary>Silo-to-silo port, 0 to 65535; 0 takes a free one. Default: 11111.</summary>
    [Range(0, 65535, ErrorMessage = "Reco:SiloPort must be 0 to 65535.")]
    public int SiloPort { get; set; } = 11111;

    /// <summary>Client-to-silo port, 0 to 65535; 0 takes a free one. Default: 30000.</summary>
    [Range(0, 65535, ErrorMessage = "Reco:GatewayPort must be 0 to 65535.")]
    public int GatewayPort { get; set; } = 30000;

    /// <summary>How silos find each other.</summary>
    public ClusterSettings Cluster { get; set; } = new();

    /// <summary>What is kept where.</summary>
    public StorageSettings Storage { get; set; } = new();

    /// <summary>Redis, PostgreSQL, blob accounts.</summary>
    public ConnectionSettings Connections { get; set; } = new();

    /// <summary>
    /// Whether requests and grain calls are traced (OpenTelemetry), for exporters that a deployment adds. It costs some microseconds for each
    /// call. Default: false.
    /// </summary>
    public bool Tracing { get; set; }

    /// <summary>How the process leaves.</summary>
    public DrainOptions Drain { get; set; } = new();

    /// <summary>The built-in shop.</summary>
    public DemoOptions Demo { get; set; } = new();

    /// <summary>Access to the Orleans dashboard outside development.</summary>
    public OperatorOptions Operator { get; set; } = new();
}

/// <summary>A simulated shop for a first run. Section <c>Reco:Demo</c>.</summary>
internal sealed class DemoOptions
{
    /// <summary>Fill an empty store with a simulated shop and train on it. Default: false; true in development.</summary>
    public bool Enabled { get; set; }

    /// <summary>Seed of the simulation. Default: 1.</summary>
    public int Seed { get; set; } = 1;

    /// <summary>Products. Default: 1,500.</summary>
    [Range(20, 1_000_000)]
    public int Items { get; set; } = 1500;

    /// <summary>Shoppers. Default: 3,000.</summary>
    [Range(10, 10_000_000)]
    public int Shoppers { get; set; } = 3000;

    /// <summary>Days of history. Default: 60.</summary>
    [Range(1, 3650)]
    public int Days { get; set; } = 60;
}

/// <summary>Who may see the Orleans dashboard. Section <c>Reco:Operator</c>.</summary>
internal sealed class OperatorOptions
{
    /// <summary>
    /// Password of the user <c>operator</c>, at least 12 characters. Without one, the dashboard answers in development only: it
    /// shows grain state and has no authentication of its own.
    /// </summary>
    [MinLength(12, ErrorMessage = "Reco:Operator:Password must have at least 12 characters.")]
    public string? Password { get; set; }
}
