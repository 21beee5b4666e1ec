using System.Net;

namespace XHand.Media.Tests.Graph;

public sealed class LearningTests
{
    private static readonly IPEndPoint Nat = new(IPAddress.Parse("203.0.113.7"), 31000);
    private static readonly IPEndPoint SamePhoneOtherPort = new(CoreBench.AnaPhone.Address, 4444);
    private static readonly IPEndPoint Stranger = new(IPAddress.Parse("198.51.100.66"), 4000);

    private readonly CoreBench _bench = new();
    private readonly MediaLeg _ana;
    private readonly MediaLeg _bia;

    public LearningTests()
    {
        (_ana, _bia) = _bench.OpenCall();
    }

    [Fact]
    public void Without_learning_only_the_signalled_address_is_heard()
    {
        Say(SamePhoneOtherPort);
        Say(Stranger);
        Assert.Equal(0, Passed());
        Say(CoreBench.AnaPhone);
        Assert.Equal(1, Passed());
        Assert.Equal(2, _bench.Counters.Strangers);
        Assert.Empty(_bench.Events);
    }

    [Fact]
    public void Behind_nat_the_source_at_the_signalling_address_is_learned_told_and_answered()
    {
        Learn();
        Say(Nat);
        Assert.Equal(1, Passed());
        Assert.Equal(new RemoteLearned(_ana, Nat), Assert.Single(_bench.Events));
        _bench.Arrive(_bia, SentPacket.Audio(1), CoreBench.BiaPhone);
        Assert.Equal(Nat, Assert.Single(_bench.Take(_ana)).Peer);
    }

    [Fact]
    public void Another_port_of_the_signalled_host_is_learned()
    {
        Learn();
        Say(SamePhoneOtherPort);
        Assert.Equal(1, Passed());
        Assert.Equal(SamePhoneOtherPort, Assert.IsType<RemoteLearned>(Assert.Single(_bench.Events)).Remote);
    }

    [Fact]
    public void A_stranger_is_never_learned_and_gets_nothing_back()
    {
        Learn();
        Say(Stranger);
        Assert.Equal(0, Passed());
        _bench.Arrive(_bia, SentPacket.Audio(1), CoreBench.BiaPhone);
        Assert.Equal(CoreBench.AnaPhone, Assert.Single(_bench.Take(_ana)).Peer);
        _bench.Do(new CloseLeg(_ana));
        Assert.Equal(1, _bench.Events.OfType<LegClosed>().Single().Statistics.PacketsDropped);
    }

    [Fact]
    public void Once_learned_another_port_of_the_same_host_cannot_take_the_stream_over()
    {
        Learn();
        Say(Nat);
        Say(new IPEndPoint(Nat.Address, 32000));
        Assert.Equal(1, Passed());
        Assert.Single(_bench.Events);
    }

    [Fact]
    public void The_signalled_address_wins_over_a_learned_one_within_the_window()
    {
        Learn();
        Say(Nat);
        Say(CoreBench.AnaPhone);
        Say(Nat);
        Assert.Equal(2, Passed());
        _bench.Arrive(_bia, SentPacket.Audio(1), CoreBench.BiaPhone);
        Assert.Equal(CoreBench.AnaPhone, Assert.Single(_bench.Take(_ana)).Peer);
    }

    [Fact]
    public void A_packet_from_the_signalled_address_closes_the_window()
    {
        Learn();
        Say(CoreBench.AnaPhone);
        Say(Nat);
        Say(SamePhoneOtherPort);
        Assert.Equal(1, Passed());
        Assert.Empty(_bench.Events);
    }

    [Fact]
    public void After_the_window_nothing_is_learned_and_what_was_learned_stays_locked()
    {
        Learn();
        Say(Nat);
        _bench.Pass(5001);
        Say(CoreBench.AnaPhone);
        Say(SamePhoneOtherPort);
        Assert.Equal(1, Passed());
        Say(Nat);
        Assert.Equal(1, Passed());
    }

    [Fact]
    public void A_window_that_saw_nothing_closes_after_five_seconds()
    {
        Learn();
        _bench.Pass(5001);
        Say(Nat);
        Assert.Equal(0, Passed());
        Say(CoreBench.AnaPhone);
        Assert.Equal(1, Passed());
    }

    [Fact]
    public void A_caller_that_only_listened_while_it_rang_is_learned_when_it_is_bridged()
    {
        Learn();
        _bench.Do(new UnbridgeLeg(_ana), new PlayTone(_ana, Tone.Ringback));
        _bench.Pass(20_000);
        _bench.Do(new BridgeLegs(_ana, _bia));
        Say(Nat);
        Assert.Equal(1, Passed());
    }

    [Fact]
    public void The_same_address_signalled_again_keeps_the_lock_and_another_one_begins_anew()
    {
        Learn();
        Say(Nat);
        _bench.Pass(6000);
        Learn();
        Say(CoreBench.AnaPhone);
        Assert.Equal(1, Passed());

        IPEndPoint moved = new(CoreBench.AnaPhone.Address, 4100);
        _bench.Do(CoreBench.Remote(_ana, moved));
        Say(Nat);
        Assert.Equal(0, Passed());
        Say(moved);
        Assert.Equal(1, Passed());
    }

    [Fact]
    public void After_a_hold_a_phone_may_come_back_through_another_port_of_its_nat()
    {
        Learn();
        Say(Nat);
        SetRemote active = Signalled();
        _bench.Do(active with { Remote = null, Sends = false, Receives = false });
        _bench.Pass(60_000);
        _bench.Do(active);
        IPEndPoint mapped = new(Nat.Address, 40001);
        Say(mapped);
        Say(new IPEndPoint(Nat.Address, 40002));
        Assert.Equal(2, Passed());
        _bench.Arrive(_bia, SentPacket.Audio(1), CoreBench.BiaPhone);
        Assert.Equal(mapped, Assert.Single(_bench.Take(_ana)).Peer);
    }

    [Fact]
    public void A_new_agreement_with_the_same_address_sends_where_was_learned_and_may_learn_anew()
    {
        Learn();
        Say(Nat);
        _bench.Pass(60_000);
        _bench.Do(Signalled() with { Leg = _ana with { Generation = 2 } });
        _bench.Arrive(_bia, SentPacket.Audio(1), CoreBench.BiaPhone);
        Assert.Equal(Nat, Assert.Single(_bench.Take(_ana)).Peer);
        Say(new IPEndPoint(Nat.Address, 40001));
        Say(new IPEndPoint(Nat.Address, 40002));
        Assert.Equal(2, Passed());
    }

    [Fact]
    public void A_peer_that_speaks_on_through_a_new_agreement_cannot_be_replaced()
    {
        Learn();
        Say(Nat);
        _bench.Pass(60_000);
        _bench.Do(Signalled() with { Leg = _ana with { Generation = 2 } });
        Say(Nat);
        Say(new IPEndPoint(Nat.Address, 40002));
        Assert.Equal(2, Passed());
    }

    [Fact]
    public void Keys_of_a_stranger_are_not_heard()
    {
        Learn();
        _bench.Arrive(_ana, SentPacket.Key(1, 160, 5, 800, end: true), Stranger);
        Assert.Empty(_bench.Events);
        Assert.Equal(0, Passed());
    }

    [Fact]
    public void Junk_from_the_right_host_teaches_nothing()
    {
        Learn();
        _bench.Arrive(_ana, [0x80, 0x08, 1], SamePhoneOtherPort);
        _bench.Arrive(_ana, SentPacket.Audio(1, payload: 77), SamePhoneOtherPort);
        _bench.Arrive(_ana, [], SamePhoneOtherPort);
        Assert.Empty(_bench.Events);
        Say(CoreBench.AnaPhone);
        Assert.Equal(1, Passed());
    }

    private void Learn() => _bench.Do(Signalled());

    private SetRemote Signalled() => CoreBench.Remote(_ana, CoreBench.AnaPhone) with { Learn = true, SignallingAddress = Nat.Address };

    private void Say(IPEndPoint from) => _bench.Arrive(_ana, SentPacket.Audio(_sequence++), from);

    private int Passed() => _bench.Take(_bia).Count;

    private int _sequence = 100;
}
