using System.Globalization;
using XHand.Host.Serving;

namespace XHand.Host.Tests.Serving;

public sealed class ThreadPrecedenceTests
{
    [Fact]
    public void The_switch_loop_goes_before_others_where_that_is_allowed_and_what_it_starts_does_not()
    {
        using Barrier running = new(2);
        using Barrier asked = new(2);
        (int Loop, int Child) nice = default;
        Thread loop = new(() =>
        {
            running.SignalAndWait();
            asked.SignalAndWait();
            nice.Loop = Nice();
            Thread child = new(() => nice.Child = Nice());
            child.Start();
            child.Join();
        })
        {
            Name = "switch-loop",
        };
        loop.Start();
        running.SignalAndWait();
        int before = Nice();
        bool isGiven = ThreadPrecedence.TryGive();
        asked.SignalAndWait();
        loop.Join();

        Assert.Equal(before, Nice());
        Assert.Equal(isGiven ? -10 : before, nice.Loop);
        Assert.Equal(isGiven ? 0 : before, nice.Child);
    }

    // Field 19 of the thread's stat (proc(5)); the name before it may hold spaces.
    private static int Nice() => int.Parse(File.ReadAllText("/proc/thread-self/stat").Split(") ")[^1].Split(' ')[16], CultureInfo.InvariantCulture);
}
