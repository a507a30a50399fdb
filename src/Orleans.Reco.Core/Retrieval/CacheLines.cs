using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Orleans.Reco.Core;

/// <summary>Asks for memory before it is read, where the processor cannot see that it will be.</summary>
internal static class CacheLines
{
    private const int Bytes = 64;

    /// <summary>Begins to load values into the second-level cache; does nothing where there is no instruction for it.</summary>
    public static unsafe void Prefetch<T>(ref readonly T first, int count)
        where T : unmanaged
    {
        if (!Sse.IsSupported)
        {
            return;
        }

        // A hint by address: that the collector may move the array meanwhile makes it useless at worst.
        var address = (byte*)Unsafe.AsPointer(ref Unsafe.AsRef(in first));
        for (var offset = 0; offset < count * sizeof(T); offset += Bytes)
        {
            Sse.Prefetch1(address + offset);
        }
    }
}
