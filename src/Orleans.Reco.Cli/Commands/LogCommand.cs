using System.CommandLine;
using Orleans.Reco.Storage;

namespace Orleans.Reco.Cli;

/// <summary><c>reco log copy FROM TO</c></summary>
internal static class LogCommand
{
    public static Command Create() => new("log", "Works on event logs.")
    {
        new StoreCopy("the files of an event log", "files").ToCommand(EventLogCopy.CopyAsync),
    };
}
