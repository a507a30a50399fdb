using System.Globalization;
using Orleans.Reco.FaultTests;

// Runs a local cluster, breaks or wears it, and tells what its clients noticed. Exit code 1 where something does not hold.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
try
{
    var arguments = Arguments.Parse(args);
    var holds = arguments.Run switch
    {
        "faults" => await FaultRun.RunAsync(arguments),
        "partition" => await PartitionRun.RunAsync(arguments),
        "soak" => await SoakRun.RunAsync(arguments),
        var other => throw new FormatException($"'{other}' is none of faults, partition, soak.\n{Arguments.Usage}"),
    };
    return holds ? 0 : 1;
}
catch (FormatException wrong)
{
    await Console.Error.WriteLineAsync(wrong.Message);
    return 2;
}
