using System.Globalization;
using System.Security.Cryptography;
using XHand.Loop;
using XHand.Loop.Ids;
using XHand.Sip.Tests.Transactions;
using XHand.Sip.Transport;

namespace XHand.Sip.Tests.Transport;

/// <summary>Whole calls between two phones over a network that loses, doubles and reorders.</summary>
public sealed class MemoryNetworkTests
{
    private static readonly MemoryNetworkFaults Rough = new()
    {
        Loss = 0.2,
        Duplication = 0.2,
        MinDelay = TimeSpan.FromMilliseconds(5),
        MaxDelay = TimeSpan.FromMilliseconds(120),
    };

    [Fact]
    public void On_a_sound_network_a_call_is_seven_messages_and_leaves_nothing()
    {
        (VirtualLoop loop, MemoryNetwork network, SimulatedPhone a, SimulatedPhone b) = Start(MemoryNetworkFaults.None, 1);
        List<string> ladder = [];
        network.Tap = (flow, message) => ladder.Add(Wire.StartLine(message));
        a.Call(b, 1);
        loop.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(
            [
                "INVITE sip:b@192.0.2.2 SIP/2.0", "SIP/2.0 100 Trying", "SIP/2.0 180 Ringing", "SIP/2.0 200 OK",
                "ACK sip:b@192.0.2.2:5060 SIP/2.0", "BYE sip:b@192.0.2.2:5060 SIP/2.0", "SIP/2.0 200 OK",
            ],
            ladder);
        Assert.Equal((1, 1, 1, 1), (a.Answered, a.HungUp, b.AcksSeen, b.ByesSeen));
        Assert.Equal(0, a.Table.Count + b.Table.Count + loop.Time.TimersPending);
    }

    [Fact]
    public void Through_loss_duplication_and_reordering_every_call_is_seen_once_and_ends()
    {
        const int calls = 300;
        (VirtualLoop loop, MemoryNetwork network, SimulatedPhone a, SimulatedPhone b) = Start(Rough, 42);
        for (int call = 0; call < calls; call++)
        {
            a.Call(b, call);
            loop.Advance(TimeSpan.FromMilliseconds(100));
        }

        loop.Advance(TimeSpan.FromMinutes(3));
        Assert.Empty(a.Failures);
        Assert.Empty(b.Failures);
        Assert.Equal((calls, calls, calls), (b.InvitesSeen, b.AcksSeen, b.ByesSeen));
        Assert.Equal((calls, calls), (a.Answered, a.HungUp));
        Assert.InRange(network.Lost, network.Sent / 10, network.Sent / 3);
        Assert.Equal(0, a.Table.Count + b.Table.Count);
        Assert.Equal(0, loop.Time.TimersPending);
    }

    [Fact]
    public void The_same_seed_gives_the_same_run_to_the_byte_and_another_seed_another()
    {
        Assert.Equal(HashOfRun(7), HashOfRun(7));
        Assert.NotEqual(HashOfRun(7), HashOfRun(8));
    }

    [Fact]
    public void A_dead_peer_costs_the_retransmissions_of_timer_A_and_a_failure()
    {
        (VirtualLoop loop, MemoryNetwork network, SimulatedPhone a, SimulatedPhone b) = Start(MemoryNetworkFaults.None, 1);
        network.Detach(b.Transport.Local);
        a.Call(b, 1);
        loop.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal(7, network.Sent);
        Assert.Equal(["call1 Invite no response to INVITE in 32 s (timer B)"], a.Failures);
    }

    [Fact]
    public void On_streams_nothing_is_repeated_and_a_dead_peer_fails_at_once()
    {
        (VirtualLoop loop, MemoryNetwork network, SimulatedPhone a, SimulatedPhone b) = Start(Rough, 3);
        a.Call(b, 1, SipProtocol.Tcp);
        loop.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(7, network.Sent);
        Assert.Equal((1, 1), (a.Answered, a.HungUp));
        network.Detach(b.Transport.Local);
        a.Call(b, 2, SipProtocol.Tcp);
        loop.RunUntilIdle();
        Assert.Equal(["call2 Invite connection refused"], a.Failures);
        Assert.Equal(0, a.Table.Count);
    }

    private static (VirtualLoop Loop, MemoryNetwork Network, SimulatedPhone A, SimulatedPhone B) Start(MemoryNetworkFaults faults, ulong seed)
    {
        VirtualLoop loop = new(DateTimeOffset.UnixEpoch);
        MemoryNetwork network = new(loop, new SeededRandom(seed), faults);
        return (loop, network, new SimulatedPhone(loop, network, "192.0.2.1:5060", seed + 1), new SimulatedPhone(loop, network, "192.0.2.2:5060", seed + 2));
    }

    private static string HashOfRun(ulong seed)
    {
        (VirtualLoop loop, MemoryNetwork network, SimulatedPhone a, SimulatedPhone b) = Start(Rough, seed);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        network.Tap = (flow, message) =>
        {
            hash.AppendData(System.Text.Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{loop.Time.Elapsed.Ticks} {flow.Remote} ")));
            hash.AppendData(message.Span);
        };
        for (int call = 0; call < 30; call++)
        {
            a.Call(b, call);
        }

        loop.Advance(TimeSpan.FromMinutes(2));
        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
