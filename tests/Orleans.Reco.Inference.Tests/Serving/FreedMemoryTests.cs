using System.Globalization;
using System.Runtime.InteropServices;

namespace Orleans.Reco.Inference.Tests;

public sealed class FreedMemoryTests
{
    // Too small for mappings of their own, so that they lie in one heap, and so much that what other tests do meanwhile does not matter.
    private const int BlockBytes = 32 << 10;
    private const int Blocks = 12_000;
    private const int PageBytes = 4096;

    [Fact]
    public void What_is_freed_below_a_block_in_use_goes_back_to_the_system()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the C library of other systems has its own ways");
        var before = AnonymousBytes();
        var blocks = new nint[Blocks];
        for (var i = 0; i < Blocks; i++)
        {
            blocks[i] = Marshal.AllocHGlobal(BlockBytes);
            for (var at = 0; at < BlockBytes; at += PageBytes)
            {
                Marshal.WriteByte(blocks[i], at, 1);
            }
        }

        var last = Marshal.AllocHGlobal(BlockBytes);
        Array.ForEach(blocks, Marshal.FreeHGlobal);

        var kept = AnonymousBytes();
        FreedMemory.GiveBack();
        var left = AnonymousBytes();
        Marshal.FreeHGlobal(last);

        // Of what is left, not of what went: the C library may have given a part back by itself.
        Assert.True(left - before < (long)Blocks * BlockBytes / 4, $"{before >> 20} MB at first, {kept >> 20} MB freed but kept, {left >> 20} MB after");
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

    private static long AnonymousBytes()
    {
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("RssAnon:", StringComparison.Ordinal));
        return long.Parse(line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) << 10;
    }
}
