using System.CommandLine;
using Orleans.Reco.Cli;

var root = new RootCommand("Imports interactions, trains and measures models, and works with a running server.")
{
    ImportCommand.Create(),
    TrainCommand.Create(),
    EvaluateCommand.Create(),
    BundleCommand.Create(),
    PushCommand.Create(),
    ModelsCommand.Create(),
    RecommendCommand.Create(),
};
return await CommandHost.RunAsync(root, args);
