using Orleans.Reco.Core;

namespace Orleans.Reco.Tests;

public sealed class ThreadNicenessTests
{
    // Fields of /proc/thread-self/stat, counted behind the name, which is in parentheses and may hold anything.
    private const int Nice = 16;
    private const int Policy = 38;
    private const int Idle = 5;

    [Fact]
    public void A_thread_that_stands_back_is_of_the_idle_class()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Linux alone has such a class.");
        Assert.NotEqual(Idle, OnThread(() => { }, Policy));
        Assert.Equal(Idle, OnThread(ThreadNiceness.StandBack, Policy));
    }

    [Fact]
    public void A_nicer_thread_is_alone_in_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere nothing happens.");
        var before = OnThread(() => { }, Nice);
        Assert.Equal(Math.Min(19, 7 + Math.Max(0, before)), OnThread(() => ThreadNiceness.Set(7 + Math.Max(0, before)), Nice));
        Assert.Equal(before, OnThread(() => { }, Nice));
    }

    /// <summary>A field of a thread of its own after it did something: what a thread lost, it does not get back.</summary>
    private static int OnThread(Action act, int field)
    {
        var value = 0;
        var thread = new Thread(() =>
        {
            act();
            var stat = File.ReadAllText("/proc/thread-self/stat");
            value = int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[field]);
        });
        thread.Start();
        thread.Join();
        return value;
    }
}
