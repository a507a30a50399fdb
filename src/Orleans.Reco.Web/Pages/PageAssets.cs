using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Orleans.Reco.Web;

/// <summary>
/// The style, the script and the icon of the pages, embedded in the assembly: they are there in any host, published or not, and
/// their addresses hold a hash of their content, so that browsers may keep them for ever.
/// </summary>
internal static class PageAssets
{
    /// <summary>What their addresses begin with.</summary>
    public const string Prefix = "/_reco/";

    private static readonly Dictionary<string, string> Types = new()
    {
        ["reco.css"] = "text/css; charset=utf-8",
        ["reco.js"] = "text/javascript; charset=utf-8",
        ["models.js"] = "text/javascript; charset=utf-8",
        ["icon.svg"] = "image/svg+xml",
    };

    private static readonly Dictionary<string, byte[]> Contents = Types.Keys.ToDictionary(name => name, Read);

    private static readonly Dictionary<string, string> Hashes = Contents.ToDictionary(
        asset => asset.Key, asset => Convert.ToHexStringLower(SHA256.HashData(asset.Value))[..12]);

    /// <summary>The address of an asset.</summary>
    public static string Address(string name) => $"{Prefix}{Hashes[name]}/{name}";

    public static IResult Get(HttpContext http, string hash, string name)
    {
        if (!Contents.TryGetValue(name, out var content) || Hashes[name] != hash)
        {
            return Results.NotFound();
        }

        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return Results.Bytes(content, Types[name]);
    }

    private static byte[] Read(string name)
    {
        using var stream = typeof(PageAssets).Assembly.GetManifestResourceStream(name)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
