namespace Orleans.Reco.FaultTests;

/// <summary>Something that goes wrong under load.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="What">What it is, for the report.</param>
/// <param name="Steps">Commands of the script, each so many seconds after the load began.</param>
/// <param name="Repair">Commands after the load that make the cluster whole again.</param>
internal sealed record Fault(string Name, string What, (int Second, string Command)[] Steps, params string[] Repair)
{
    /// <summary>The second in which it strikes.</summary>
    public const int Strike = 15;

    public static readonly Fault[] All =
    [
        new("none", "nothing", []),
        new("kill", "a silo is killed (SIGKILL)", [(Strike, "kill silo-2")], "start silo-2"),
        new("stop", "a silo is stopped (SIGTERM)", [(Strike, "stop silo-2")], "start silo-2"),
        new("add", "a silo is added", [(Strike, "start silo-4")], "stop silo-4"),
        new("redis", "Redis is restarted", [(Strike, "restart redis")]),
        new("azurite", "the store is away for 10 s", [(Strike, "stop azurite"), (Strike + 10, "start azurite")]),
        new("pause", "a silo stands still for 30 s (SIGSTOP)", [(Strike, "pause silo-2"), (Strike + 30, "resume silo-2")], "stop silo-2", "start silo-2"),
    ];
}
