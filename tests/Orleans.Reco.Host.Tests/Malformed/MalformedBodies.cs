using System.Text;
using CsCheck;

namespace Orleans.Reco.Tests;

/// <summary>Bodies of which nothing can be kept.</summary>
internal static class MalformedBodies
{
    private static readonly byte[] Whole = Encoding.UTF8.GetBytes(
        """{"events":[{"userId":"anna","itemId":"item","type":"click","context":{"a":"ü"}},{"userId":"ben","itemId":"item","type":"view"}]}""");

    private static readonly Gen<byte[]> Truncated = Gen.Int[0, Whole.Length - 1].Select(length => Whole[..length]);

    private static readonly Gen<byte[]> NoBatch = Gen.OneOf(
        "null", "7", "\"events\"", "[]", "{}", "{\"events\":null}", "{\"events\":7}", "{\"events\":{}}", "{\"events\":[]}", "{\"Events\":[]}",
        "{\"events\":[NaN]}", "{\"events\":[{\"value\":Infinity}]}", "{'events':[]}", "{\"events\":[{},]}", "{\"\\ud800\":1}",
        "{\"events\\udc00\":[]}").Select(Encoding.UTF8.GetBytes);

    private static readonly Gen<byte[]> Deep = Gen.Int[300, 5000].Select(depth => Encoding.UTF8.GetBytes(
        "{\"events\":[" + string.Concat(Enumerable.Repeat("{\"a\":[", depth))));

    private static readonly Gen<byte[]> Noise = Gen.Byte.Array[0, 200];

    /// <summary>One malformed body.</summary>
    public static readonly Gen<byte[]> One = Gen.Frequency((40, Truncated), (30, NoBatch), (10, Deep), (20, Noise));
}
