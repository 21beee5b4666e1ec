using System.Net.Sockets;
using System.Text;
using XHand.Host.Serving;
using XHand.Loop;

namespace XHand.Host.Tests.Serving;

/// <summary>sd_notify(3) and the watchdog that stands on the loop's pulse.</summary>
public sealed class ServiceNotifierTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("xhand-notify-").FullName;
    private readonly Socket _systemd = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);

    public ServiceNotifierTests()
    {
        _systemd.Bind(new UnixDomainSocketEndPoint(Path.Combine(_folder, "notify")));
        _systemd.ReceiveTimeout = 5000;
    }

    public void Dispose()
    {
        _systemd.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Ready_and_stopping_are_one_datagram_each()
    {
        ServiceNotifier notifier = Notifier(null);
        notifier.Ready("serving");
        Assert.Equal("READY=1\nSTATUS=serving", Received());
        notifier.Stopping("letting calls end", TimeSpan.FromSeconds(90));
        Assert.Equal("STOPPING=1\nEXTEND_TIMEOUT_USEC=90000000\nSTATUS=letting calls end", Received());
    }

    [Fact]
    public void Without_systemd_nothing_is_sent_and_nothing_fails()
    {
        new ServiceNotifier(null, TimeSpan.FromSeconds(1)).Ready("serving");
        new ServiceNotifier(Path.Combine(_folder, "nobody"), null).Ready("serving");
        Assert.Null(new ServiceNotifier(null, TimeSpan.FromSeconds(1)).Watchdog);
        Assert.Equal(0, _systemd.Available);
    }

    [Fact]
    public void The_watchdog_is_fed_while_the_loop_runs_turns()
    {
        VirtualLoop loop = new(new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));
        using LoopPulse pulse = new(loop, Notifier(TimeSpan.FromSeconds(30)), loop.Time);
        for (int second = 0; second < 30; second++)
        {
            loop.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.True(pulse.Answers);
        Assert.Equal("WATCHDOG=1", Received());
        Assert.Equal("WATCHDOG=1", Received());
        Assert.Equal("WATCHDOG=1", Received());
    }

    [Fact]
    public void A_loop_that_hangs_starves_the_watchdog()
    {
        VirtualLoop clock = new(new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));
        using LoopPulse pulse = new(new HangingLoop(clock.Time), Notifier(TimeSpan.FromSeconds(30)), clock.Time);
        for (int second = 0; second < 30; second++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.False(pulse.Answers);

        // The one sent at the start, before anything could be known.
        Assert.Equal("WATCHDOG=1", Received());
        Assert.Equal(0, _systemd.Available);
    }

    private ServiceNotifier Notifier(TimeSpan? watchdog) => new(Path.Combine(_folder, "notify"), watchdog);

    private string Received()
    {
        byte[] message = new byte[512];
        return Encoding.UTF8.GetString(message, 0, _systemd.Receive(message));
    }

    private sealed class HangingLoop(TimeProvider time) : ISwitchLoop
    {
        public TimeProvider Time => time;

        public bool IsOnLoop => false;

        public bool TryPost(LoopLane lane, string name, Action work) => true;

        public void Continue(string name, Action work) => throw new NotSupportedException();

        public ILoopTimer StartTimer(TimeSpan due, string name, Action work) => throw new NotSupportedException();
    }
}
