using Orleans.Reco.Accuracy;

// One file a study; each prints a table with its protocol, seeds, seconds, threads and peak memory.
var studies = new Dictionary<string, Action<StudyArguments>>(StringComparer.Ordinal)
{
    ["gowalla"] = GowallaStudy.Run,
    ["beauty-static"] = BeautyStaticStudy.Run,
    ["beauty-sequence"] = BeautySequenceStudy.Run,
    ["prepare-50m"] = PreparationStudy.Run,
};

// Those of rankers know their data set and take other arguments.
var rankerStudies = new Dictionary<string, Action<string[]>>(StringComparer.Ordinal)
{
    ["rankers"] = RankersStudy.Run,
    ["rankers-tune"] = RankersTuning.Run,
};
if (args.Length > 0 && rankerStudies.TryGetValue(args[0], out var rankerStudy))
{
    rankerStudy(args[1..]);
    return 0;
}

if (args.Length == 0 || !studies.TryGetValue(args[0], out var study))
{
    Console.Error.WriteLine($"""
        usage: STUDY --data FOLDER [--models NAME,NAME] [--set PARAMETER=VALUE,…] [--seeds 1,2,3] [--threads N] [--test]
        studies: {string.Join(", ", studies.Keys)}
               rankers [NAME …]; rankers-tune NAME [four-fields] [PARAMETER=VALUE,VALUE …]
        Without --test, models are fitted on the training part and measured on the validation part.
        """);
    return 2;
}

study(StudyArguments.Parse(args.AsSpan(1)));
return 0;
