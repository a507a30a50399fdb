using System.Security.Cryptography;
using System.Text;

namespace Orleans.Reco.Grains;

/// <summary>The name under which the event log knows a user: HMAC-SHA-256 of the key under the user's own random secret, 128 bits.</summary>
internal static class Pseudonym
{
    private const int Bytes = 16;

    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(32);

    public static string Of(RecoKey user, byte[] secret) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(user.ToString())).AsSpan(0, Bytes));
}
