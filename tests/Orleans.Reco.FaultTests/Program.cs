using System.Globalization;
using Orleans.Reco.FaultTests;

// Breaks the cluster of deploy/local/cluster.sh under load and counts what its clients noticed. Exit code 1 if anything was lost or doubled.
const int Items = 500;
const int ShoppersOfFault = 1000;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
var arguments = FaultArguments.Parse(args);
var script = new ClusterScript(Path.GetFullPath(arguments.Script));
var tenant = $"faults-{TimeProvider.System.GetUtcNow():yyyyMMddHHmmss}";
var faults = arguments.Faults is [] ? Fault.All : [.. arguments.Faults.Select(name => Fault.All.Single(fault => fault.Name == name))];
var report = new Report(arguments);
var everyone = new List<Shopper>();
var clean = true;

using (var shop = new ShopClient(arguments.Web, tenant))
{
    await shop.PutItemsAsync(Items);
}

foreach (var (fault, seed) in faults.Select((fault, i) => (fault, i)))
{
    Console.WriteLine($"{fault.Name}: {fault.What}");
    var shoppers = Enumerable.Range(0, ShoppersOfFault).Select(i => new Shopper($"{fault.Name}-{i}")).ToList();
    everyone.AddRange(shoppers);
    using var client = new ShopClient(arguments.Web, tenant);
    var load = new Load(client, shoppers, Items, arguments.Rate, seed);
    await Task.WhenAll(load.RunAsync(arguments.Seconds), Task.Run(() => BreakAsync(fault)));
    foreach (var repair in fault.Repair)
    {
        await script.RunAsync(repair);
    }

    var retries = client.Retries;
    var audit = await Audit.OfStatesAsync(client, shoppers);
    report.Add(fault, load, audit, retries);
    clean &= audit is { Lost: 0, Twice: 0 };
}

await script.RunAsync("down");
var missing = Audit.MissingInLog(script.SharedFolder, tenant, everyone);
report.AddLog(missing);
Console.WriteLine(report);
if (arguments.Output is not null)
{
    await File.WriteAllTextAsync(arguments.Output, report.ToString());
}

return clean && missing == 0 ? 0 : 1;

async Task BreakAsync(Fault fault)
{
    var began = TimeProvider.System.GetTimestamp();
    foreach (var (second, command) in fault.Steps)
    {
        var wait = TimeSpan.FromSeconds(second) - TimeProvider.System.GetElapsedTime(began);
        await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, TimeProvider.System);
        await script.RunAsync(command);
    }
}
