using System.CommandLine;
using Orleans.Reco.Cli;

var root = new RootCommand("Imports interactions, trains and measures models, and works with a running server.")
{
    ImportCommand.Create(),
    PrepareCommand.Create(),
    TrainCommand.Create(),
    EvaluateCommand.Create(),
    CompareCommand.Create(),
    SearchCommand.Create(),
    BundleCommand.Create(),
    LogCommand.Create(),
    PushCommand.Create(),
    ModelsCommand.Create(),
    RecommendCommand.Create(),
};
return await CommandHost.RunAsync(root, args);
