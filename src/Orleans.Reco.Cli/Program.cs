using System.CommandLine;
using Orleans.Reco.Cli;

var root = new RootCommand("Imports interactions, trains and measures models, and looks into bundles.")
{
    ImportCommand.Create(),
    TrainCommand.Create(),
    EvaluateCommand.Create(),
    BundleCommand.Create(),
};
return await CommandHost.RunAsync(root, args);
