namespace Orleans.Reco.FaultTests;

/// <summary>Something that goes wrong under load.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="What">What it is, for the report.</param>
/// <param name="MayFail">Whether operations may fail although the client tried again for half a minute.</param>
/// <param name="Steps">Commands of the script, each so many seconds after the load began.</param>
/// <param name="Repair">Commands after the load that make the cluster whole again.</param>
internal sealed record Fault(string Name, string What, bool MayFail, (int Second, string Command)[] Steps, params string[] Repair)
{
    /// <summary>The second in which it strikes.</summary>
    public const int Strike = 10;

    public static readonly Fault[] All =
    [
        new("none", "nothing", MayFail: false, []),
        new("kill", "a silo is killed (SIGKILL)", MayFail: true, [(Strike, "kill silo-2")], "start silo-2"),
        new("stop", "a silo is stopped (SIGTERM)", MayFail: false, [(Strike, "stop silo-2")], "start silo-2"),
        new("add", "a silo is added", MayFail: false, [(Strike, "start silo-4")], "stop silo-4"),
        new("redis", "Redis is restarted", MayFail: true, [(Strike, "restart redis")]),
        new("azurite", "the store is stopped, and started again after 10 s", MayFail: true, [(Strike, "stop azurite"), (Strike + 10, "start azurite")]),
        new("pause", "a silo stands still for 30 s (SIGSTOP)", MayFail: true, [(Strike, "pause silo-2"), (Strike + 30, "resume silo-2")]),
    ];
}
