using System.CommandLine;
using Orleans.Reco.Inference;

namespace Orleans.Reco.Cli;

/// <summary><c>reco bundle show DIR</c></summary>
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
        return new Command("bundle", "Looks into model bundles.") { show };
    }
}
