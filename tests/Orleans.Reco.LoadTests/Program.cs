using Orleans.Reco.LoadTests;

if (args is [PeerService.Command, var bundle, var redis, var url])
{
    await PeerService.RunAsync(bundle, redis, url, new ReferenceLoad());
    return 0;
}

var scenarios = new Dictionary<string, (string What, Func<Scenario, Task> Run)>(StringComparer.Ordinal)
{
    ["prepare"] = ("fills the store of the reference load", scenario => scenario.StoreAsync()),
    ["in-process"] = ("grain client: saturation, floors, latency at half, reading one's own writes", InProcess.RunAsync),
    ["turns"] = ("grain client and raw pipeline in turns, latency at half, reading one's own writes", InTurns.RunAsync),
    ["http"] = ("host over HTTP against the stateless service on Redis", OverHttp.RunAsync),
    ["http-turns"] = ("host and stateless service over HTTP in turns, latency at half, reading one's own writes", HttpInTurns.RunAsync),
    ["residents"] = ("memory of a resident user, cold activation", Residents.RunAsync),
    ["hot-item"] = ("half of all events on one item", HotItem.RunAsync),
    ["large-catalog"] = ("a million items: the whole way of a request, recall", LargeCatalog.RunAsync),
    ["overload"] = ("three times saturation, and the time after", Overload.RunAsync),
    ["parts"] = ("what recommendations and events cost, each alone", Parts.RunAsync),
    ["steady"] = ("--runs of ten seconds at --rate, in process: latency, stages; run it under a profiler", Steady.RunAsync),
    ["steady-http"] = ("the same over HTTP: latency, processor time of the host, when the slowest answers were due", Steady.OverHttpAsync),
    ["refreshes"] = ("three silos, ten refreshes and a roll-back at --rate: failures, versions, p99 against steady", ManyRefreshes.RunAsync),
    ["track"] = ("durable events a second", Tracking.RunAsync),
};
if (LoadArguments.TryParse(args, scenarios.Keys) is not { } arguments)
{
    Console.Error.WriteLine("usage: SCENARIO [SCENARIO …] [--folder FOLDER] [--output FOLDER] [--name NAME] [--items N] [--users N] [--rate N] [--runs N] [--set KEY=VALUE]…");
    foreach (var (name, (what, _)) in scenarios)
    {
        Console.Error.WriteLine($"  {name,-12} {what}");
    }

    return 2;
}

var report = new LoadReport
{
    Command = "dotnet run -c Release --project tests/Orleans.Reco.LoadTests -- " + string.Join(' ', args),
    At = TimeProvider.System.GetUtcNow(),
    Machine = Machine.This(),
    Load = arguments.Load,
};
foreach (var name in arguments.Scenarios)
{
    Console.WriteLine($"--- {name}");
    await scenarios[name].Run(new Scenario(arguments.Folder, arguments.Load, arguments.Rate, arguments.Runs, arguments.Settings, report));
}

await report.WriteAsync(arguments.Output, arguments.Name);
return 0;
