using System.ComponentModel.DataAnnotations;

namespace Orleans.Reco.Grains;

/// <summary>When the garbage collector is asked to collect. Section <c>Reco:Collector</c>.</summary>
public sealed class CollectorOptions
{
    /// <summary>
    /// Bytes allocated since the last collection for which the youngest generation is collected while no request is under way; twice as many while
    /// one is, three times while two are, and so on. 0: the runtime alone decides. Default: 1,048,576.
    /// </summary>
    [Range(0, 1 << 30)]
    public int QuietBytes { get; set; } = 1 << 20;

    /// <summary>
    /// Bytes a core allocated since the last collection for which it is collected while more requests are under way, but for a crowd, of more than
    /// sixteen a core: then the runtime's budget decides, which is larger, as what a crowd holds is most of what a collection copies. Default:
    /// 4,194,304.
    /// </summary>
    [Range(1 << 16, 1 << 30)]
    public int BusyBytes { get; set; } = 4 << 20;
}
