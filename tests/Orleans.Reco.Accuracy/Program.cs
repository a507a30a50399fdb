using Orleans.Reco.Accuracy;

// One study a file; each prints its protocol beside its numbers.
var studies = new SortedDictionary<string, (string What, Func<string[], Task> Run)>(StringComparer.Ordinal)
{
    ["content-binding"] = ("time to give 100,000 catalog items vectors from content", ContentBindingStudy.RunAsync),
    ["cold-items"] = ("content tower against content kNN on items never trained on, Online Retail", ColdItemsStudy.RunAsync),
};

if (args.Length == 0 || !studies.TryGetValue(args[0], out var study))
{
    Console.WriteLine("Studies:");
    foreach (var (name, (what, _)) in studies)
    {
        Console.WriteLine($"  {name}  {what}");
    }

    return args.Length == 0 ? 0 : 1;
}

await study.Run(args[1..]);
return 0;
