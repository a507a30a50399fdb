using Orleans.Reco.Accuracy;

// One file a study; each prints a table with its protocol, seeds, seconds, threads and peak memory.
var studies = new SortedDictionary<string, (string What, Func<string[], Task> Run)>(StringComparer.Ordinal)
{
    ["beauty-sequence"] = ("sequence models on Amazon Beauty, leave-one-out", Run(BeautySequenceStudy.Run)),
    ["beauty-static"] = ("models without an order of events on Amazon Beauty, leave-one-out", Run(BeautyStaticStudy.Run)),
    ["cold-items"] = ("content tower against content kNN on items never trained on, Online Retail", ColdItemsStudy.RunAsync),
    ["content-binding"] = ("time to give catalog items vectors from their content", ContentBindingStudy.RunAsync),
    ["gowalla"] = ("models without an order of events on Gowalla, LightGCN's split", Run(GowallaStudy.Run)),
    ["parts"] = ("one trainer against parts that average, Online Retail", Run(PartsStudy.Run)),
    ["prepare-50m"] = ("memory and time of preparing 50 million events", Run(PreparationStudy.Run)),
    ["ranker-precision"] = ("the ranker of a bundle in float32 and int8, Online Retail", Run(RankerPrecisionStudy.Run)),
    ["rankers"] = ("rankers on ml-100k, temporal split; by-user = of each user", Plain(RankersStudy.Run)),
    ["rankers-tune"] = ("rankers' hyper-parameters on the validation part: NAME [four-fields] [by-user] [PARAMETER=VALUE,VALUE …]", Plain(RankersTuning.Run)),
};
if (args.Length == 0 || !studies.TryGetValue(args[0], out var study))
{
    Console.Error.WriteLine("usage: STUDY --data FOLDER [--models NAME,NAME] [--set PARAMETER=VALUE,…] [--seeds 1,2,3] [--threads N] [--test] [--refit] [--validation-only]");
    foreach (var (name, (what, _)) in studies)
    {
        Console.Error.WriteLine($"  {name,-16} {what}");
    }

    Console.Error.WriteLine("Without --test, models are fitted on the training part and measured on the validation part.");
    return 2;
}

await study.Run(args[1..]);
return 0;

static Func<string[], Task> Plain(Action<string[]> run) => given =>
{
    run(given);
    return Task.CompletedTask;
};

static Func<string[], Task> Run(Action<StudyArguments> run) => Plain(given => run(StudyArguments.Parse(given)));
