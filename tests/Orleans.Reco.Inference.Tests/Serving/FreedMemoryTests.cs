using System.Runtime.InteropServices;

namespace Orleans.Reco.Inference.Tests;

public sealed class FreedMemoryTests
{
    // Too small for mappings of their own, so that they lie in one heap.
    private const int BlockBytes = 32 << 10;
    private const int Blocks = 12_000;

    [Fact]
    public void What_is_freed_below_a_block_in_use_goes_back_to_the_system()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the C library of other systems has its own ways");
        Assert.SkipUnless(Environment.SystemPageSize < BlockBytes, "a page holds several blocks");
        var blocks = new nint[Blocks];
        for (var i = 0; i < Blocks; i++)
        {
            blocks[i] = Marshal.AllocHGlobal(BlockBytes);
            for (var at = 0; at < BlockBytes; at += Environment.SystemPageSize)
            {
                Marshal.WriteByte(blocks[i], at, 1);
            }
        }

        var last = Marshal.AllocHGlobal(BlockBytes);
        var used = PagesInMemory(blocks);
        Array.ForEach(blocks, Marshal.FreeHGlobal);

        var kept = PagesInMemory(blocks);
        FreedMemory.GiveBack();
        var left = PagesInMemory(blocks);
        Marshal.FreeHGlobal(last);

        // Of what is left, not of what went: the C library may have given a part back by itself.
        Assert.True(left < used / 4, $"{used} pages at first, {kept} freed but kept, {left} after");
    }

    [Fact]
    public void It_is_given_back_at_most_every_ten_minutes()
    {
        var tenMinutes = (long)TimeSpan.FromMinutes(10).TotalMilliseconds;
        var given = 5L;
        Assert.False(FreedMemory.IsDue(ref given, 5 + tenMinutes - 1));
        Assert.True(FreedMemory.IsDue(ref given, 5 + tenMinutes));
        Assert.False(FreedMemory.IsDue(ref given, 5 + tenMinutes));
        Assert.True(FreedMemory.IsDue(ref given, 5 + (2 * tenMinutes)));
    }

    // Of these blocks alone: the memory of the whole process is also that of the tests that run meanwhile.
    private static int PagesInMemory(nint[] blocks)
    {
        using var pages = File.OpenHandle("/proc/self/pagemap");
        Span<ulong> entries = stackalloc ulong[BlockBytes / Environment.SystemPageSize];
        var present = 0;
        foreach (var block in blocks)
        {
            var page = block / Environment.SystemPageSize;
            Assert.Equal(entries.Length * sizeof(ulong), RandomAccess.Read(pages, MemoryMarshal.AsBytes(entries), page * sizeof(ulong)));
            foreach (var entry in entries)
            {
                present += (int)(entry >> 63);
            }
        }

        return present;
    }
}
