namespace XHand.Media.Tests.Graph;

[Trait("Feature", "BAS-21")]
public sealed class DigitTests
{
    private readonly CoreBench _bench = new();
    private readonly MediaLeg _ana;
    private readonly MediaLeg _bia;
    private int _sequence = 1;

    public DigitTests()
    {
        (_ana, _bia) = _bench.OpenCall();
    }

    [Fact]
    public void A_key_passes_through_and_is_told_once_with_its_duration()
    {
        Key(1000, 5, 160, false);
        Key(1000, 5, 320, false);
        Key(1000, 5, 800, true);
        Key(1000, 5, 800, true);
        Key(1000, 5, 800, true);
        Assert.Equal(new DigitReceived(_ana, '5', TimeSpan.FromMilliseconds(100)), Assert.Single(_bench.Events));
        IReadOnlyList<SentPacket> sent = _bench.Take(_bia);
        Assert.Equal(5, sent.Count);
        Assert.Single(sent.Select(one => one.Timestamp).Distinct());
        Assert.All(sent, one => Assert.Equal(101, one.Payload));
    }

    [Fact]
    public void All_sixteen_keys_are_known_and_a_hook_flash_is_none()
    {
        for (int code = 0; code <= 16; code++)
        {
            Key((uint)(1000 * code), (byte)code, 400, true);
            _bench.Pass(100);
        }

        Assert.Equal("0123456789*#ABCD", string.Concat(_bench.Events.OfType<DigitReceived>().Select(one => one.Digit)));
    }

    [Fact]
    public void The_same_key_twice_is_two_digits()
    {
        Key(1000, 7, 400, true);
        _bench.Pass(200);
        Key(3000, 7, 400, true);
        Assert.Equal(2, _bench.Events.Count);
    }

    [Fact]
    public void A_key_whose_end_was_lost_is_told_when_the_next_begins_or_its_packets_cease()
    {
        Key(1000, 1, 480, false);
        _bench.Pass(100);
        Key(3000, 2, 320, false);
        Assert.Equal(new DigitReceived(_ana, '1', TimeSpan.FromMilliseconds(60)), Assert.Single(_bench.Events));
        _bench.Pass(150);
        Assert.Single(_bench.Events);
        _bench.Pass(100);
        Assert.Equal(new DigitReceived(_ana, '2', TimeSpan.FromMilliseconds(40)), _bench.Events[1]);
        Key(3000, 2, 320, true);
        Assert.Equal(2, _bench.Events.Count);
    }

    [Fact]
    public void A_late_packet_of_an_earlier_key_tells_nothing()
    {
        Key(1000, 1, 400, true);
        _bench.Pass(100);
        Key(3000, 2, 400, true);
        Key(1000, 1, 400, true);
        Assert.Equal(2, _bench.Events.Count);
    }

    [Fact]
    public void A_key_held_for_nine_seconds_is_one_digit()
    {
        Key(1000, 9, 0xFFFF, false);
        _bench.Pass(20);
        Key(1000 + 0xFFFF, 9, 6465, true);
        Assert.Equal(new DigitReceived(_ana, '9', TimeSpan.FromSeconds(9)), Assert.Single(_bench.Events));
    }

    [Fact]
    public void A_flood_of_keys_does_not_reach_the_switch_loop()
    {
        for (uint i = 0; i < 1000; i++)
        {
            Key(1000 + (i * 10), 3, 10, true);
            _bench.Pass(1);
        }

        Assert.InRange(_bench.Events.Count, 1, 51);
    }

    [Fact]
    public void A_truncated_event_is_no_key()
    {
        _bench.Arrive(_ana, SentPacket.Make(101, 1, 1000, 1111, [5, 0x80, 1]), CoreBench.AnaPhone);
        Assert.Empty(_bench.Events);
    }

    [Fact]
    public void Keys_are_told_of_a_leg_that_is_not_bridged()
    {
        _bench.Do(new UnbridgeLeg(_ana));
        Key(1000, 11, 400, true);
        Assert.Equal('#', Assert.IsType<DigitReceived>(Assert.Single(_bench.Events)).Digit);
    }

    private void Key(uint timestamp, byte code, int duration, bool end) =>
        _bench.Arrive(_ana, SentPacket.Key(_sequence++, timestamp, code, duration, end), CoreBench.AnaPhone);
}
