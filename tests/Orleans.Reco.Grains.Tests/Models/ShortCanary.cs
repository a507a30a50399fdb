namespace Orleans.Reco.Tests;

/// <summary>Settings with which a canary takes seconds, and nothing is judged by how fast this machine is.</summary>
internal static class ShortCanary
{
    public static IEnumerable<(string Key, string Value)> Settings =>
    [
        ("Reco:Refresh:Canary:Share", "0.5"),
        ("Reco:Refresh:Canary:Look", "00:00:01"),
        ("Reco:Refresh:Canary:Attribution", "00:00:01"),
        ("Reco:Refresh:Canary:Duration", "00:00:02"),
        ("Reco:Refresh:Canary:MinUsers", "0"),
        ("Reco:Refresh:Canary:Fast", "00:01:00"),
        ("Reco:Refresh:Gate:MaxLatency", "0"),
    ];
}
