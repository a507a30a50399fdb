using Microsoft.Extensions.Logging;
using Orleans.Reco.Core;

namespace Orleans.Reco.Inference;

/// <summary>Builds the inverted file of a bundle that is loaded.</summary>
internal static partial class VocabularyLists
{
    /// <summary>Builds it where the bundle is large enough and its scores are dot products; else null.</summary>
    public static InvertedIndex? TryBuild(ModelResources resources, SessionFactory factory)
    {
        if (resources.Scores is not null || !(resources.Manifest.Items >= factory.Options.ApproximateFrom))
        {
            return null;
        }

        var index = InvertedIndex.Build(resources.Vectors, SampleUsers.Encode(resources));
        if (index.IsWorthwhile)
        {
            LogBuilt(factory.Logger, resources.Manifest.Version, index.Probes, index.Lists, index.Share, index.Recall);
        }
        else
        {
            LogRefused(factory.Logger, resources.Manifest.Version, index.Probes, index.Lists, index.Share, index.Recall);
        }

        return index;
    }

    [LoggerMessage(
        3,
        LogLevel.Information,
        "Model {Version} is searched in {Probes} of {Lists} lists, a share of {Share:F3} of its items, with a recall of {Recall:F4}")]
    private static partial void LogBuilt(ILogger logger, string version, int probes, int lists, double share, double recall);

    [LoggerMessage(
        4,
        LogLevel.Warning,
        "Model {Version} is searched exactly: {Probes} of {Lists} lists, a share of {Share:F3} of its items, for a recall of {Recall:F4} is no gain")]
    private static partial void LogRefused(ILogger logger, string version, int probes, int lists, double share, double recall);
}
