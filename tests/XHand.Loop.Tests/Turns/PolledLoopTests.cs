using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging.Abstractions;
using XHand.Native.Libc;

namespace XHand.Loop.Tests.Turns;

/// <summary>The switch loop in a real epoll, with a real socket.</summary>
public sealed class PolledLoopTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly SwitchLoop _loop = new(new SwitchLoopOptions(), NullLogger<SwitchLoop>.Instance, new Epoll());

    public void Dispose() => _loop.Dispose();

    [Fact]
    public void A_post_wakes_a_loop_that_sleeps_in_its_poll()
    {
        _loop.Start();
        for (int i = 0; i < 200; i++)
        {
            using ManualResetEventSlim done = new();
            Assert.True(_loop.TryPost(LoopLane.InDialog, "ask", done.Set));
            Assert.True(done.Wait(Patience));
        }
    }

    [Fact]
    public void What_a_socket_brings_is_read_on_the_loops_own_thread()
    {
        using SocketInput input = new(_loop);
        Assert.True(_loop.TryWatch(input));
        _loop.Start();

        input.Send(1);
        input.Send(2);

        Assert.True(SpinWait.SpinUntil(() => input.Taken == 2, Patience));
        Assert.True(input.WasOnLoop);
    }

    [Fact]
    public void A_socket_is_looked_at_in_the_middle_of_a_long_pass()
    {
        using SocketInput input = new(_loop);
        _loop.TryWatch(input);
        int takenBetween = -1;
        using ManualResetEventSlim done = new();
        _loop.TryPost(LoopLane.NewCalls, "long", () =>
        {
            input.Send(1);
            long began = Stopwatch.GetTimestamp();
            SpinWait.SpinUntil(() => Stopwatch.GetElapsedTime(began) > TimeSpan.FromMilliseconds(5));
        });
        _loop.TryPost(LoopLane.NewCalls, "next", () =>
        {
            takenBetween = input.Taken;
            done.Set();
        });
        _loop.Start();

        Assert.True(done.Wait(Patience));
        Assert.Equal(1, takenBetween);
    }

    [Fact]
    public void Work_after_turns_runs_once_for_the_turns_that_were_there_and_before_the_loop_rests()
    {
        int runs = 0;
        int turns = 0;
        List<int> turnsBefore = [];
        using ManualResetEventSlim done = new();
        Assert.True(_loop.TryRunAfterTurns(() =>
        {
            runs++;
            turnsBefore.Add(turns);
            if (turns == 3)
            {
                done.Set();
            }
        }));
        for (int i = 0; i < 3; i++)
        {
            _loop.TryPost(LoopLane.InDialog, "turn", () => turns++);
        }

        _loop.Start();

        Assert.True(done.Wait(Patience));
        Assert.Equal(3, turnsBefore[^1]);
        Assert.True(runs <= 3, $"it ran {runs} times");
    }

    [Fact]
    public void A_loop_without_a_poll_says_that_it_cannot_read_a_socket()
    {
        using SwitchLoop plain = new(new SwitchLoopOptions(), NullLogger<SwitchLoop>.Instance);
        using SocketInput input = new(plain);

        Assert.False(plain.TryWatch(input));
        Assert.False(((ISwitchLoop)new VirtualLoop(DateTimeOffset.UnixEpoch)).TryWatch(input));
    }

    /// <summary>Two joined sockets: what is sent at one end is read, counted, as a turn of the loop.</summary>
    private sealed class SocketInput : ILoopInput, IDisposable
    {
        private readonly Socket _here = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        private readonly Socket _there = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        private readonly SwitchLoop _loop;
        private int _taken;

        public SocketInput(SwitchLoop loop)
        {
            _loop = loop;
            _here.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
            _there.Connect(_here.LocalEndPoint!);
        }

        public SafeHandle Handle => _here.SafeHandle;

        public int Taken => Volatile.Read(ref _taken);

        public bool WasOnLoop { get; private set; } = true;

        public void Send(byte value) => _there.Send([value]);

        public void Read()
        {
            WasOnLoop &= _loop.IsOnLoop;
            _here.Receive(new byte[16]);
            Interlocked.Increment(ref _taken);
        }

        public void Dispose()
        {
            _here.Dispose();
            _there.Dispose();
        }
    }

    private sealed class Epoll : ILoopPoll
    {
        private readonly SocketPoll _poll = new(8);

        public bool TryAdd(SafeHandle descriptor, int key) => _poll.Add(descriptor, (ulong)key);

        public int Wait(int milliseconds) => _poll.Wait(milliseconds);

        public int KeyOf(int index) => (int)_poll.Key(index);

        public void Wake() => _poll.Wake();

        public void Dispose() => _poll.Dispose();
    }
}
