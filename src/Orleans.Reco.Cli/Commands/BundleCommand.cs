using System.CommandLine;
using Orleans.Reco.Inference;
using Orleans.Reco.Storage;

namespace Orleans.Reco.Cli;

/// <summary><c>reco bundle show DIR</c>, <c>reco bundle copy FROM TO</c></summary>
internal static class BundleCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("BUNDLE") { Description = "A bundle folder" };
        var show = new Command("show", "Verifies a bundle and shows what it is, where it came from and how good it was.") { folder };
        show.SetAction(parsed =>
        {
            Tables.Write(ModelBundle.Open(parsed.GetValue(folder)!).Manifest);
            return ExitCodes.Ok;
        });
        var copy = new StoreCopy("model bundles", "bundles").ToCommand(BundleCopy.CopyAsync);
        return new Command("bundle", "Looks into model bundles and copies them between stores.") { show, copy };
    }
}
