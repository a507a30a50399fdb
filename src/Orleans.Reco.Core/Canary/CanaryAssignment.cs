using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace Orleans.Reco.Core;

/// <summary>Which users a canary serves: the same for its whole time and on every silo, and others for the next canary.</summary>
public static class CanaryAssignment
{
    /// <summary>True where the canary serves the user.</summary>
    /// <param name="userHash">A uniform hash of the user, the same on every silo.</param>
    /// <param name="canaryId">The canary; shuffles the users.</param>
    /// <param name="share">The share of users, [0,1].</param>
    public static bool Serves(uint userHash, string canaryId, double share)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, userHash);
        var seed = unchecked((long)XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(canaryId)));
        return XxHash64.HashToUInt64(bytes, seed) < share * ulong.MaxValue;
    }
}
