using System.Buffers.Binary;

namespace XHand.Media.Tests.Graph;

/// <summary>Keys that came by signalling and leave as telephone-event packets (RFC 4733 2.5.1).</summary>
public sealed class SendDigitTests
{
    private readonly CoreBench _bench = new();
    private readonly MediaLeg _ana;
    private readonly MediaLeg _bia;

    public SendDigitTests() => (_ana, _bia) = _bench.OpenCall();

    [Fact]
    public void A_key_is_one_event_with_one_time_stamp_growing_durations_and_three_ends()
    {
        _bench.Do(new SendDigit(_bia, '5', TimeSpan.FromMilliseconds(160)));
        _bench.Pass(400);
        IReadOnlyList<SentPacket> sent = _bench.Take(_bia);
        Assert.Equal(10, sent.Count);
        Assert.All(sent, one => Assert.Equal(101, one.Payload));
        Assert.Single(sent.Select(one => one.Timestamp).Distinct());
        Assert.Equal([true, .. Enumerable.Repeat(false, 9)], sent.Select(one => one.Marker));
        Assert.Equal([160, 320, 480, 640, 800, 960, 1120, 1280, 1280, 1280], sent.Select(Duration));
        Assert.Equal([.. Enumerable.Repeat(false, 7), true, true, true], sent.Select(one => (one.Body[1] & 0x80) != 0));
        Assert.All(sent, one => Assert.Equal(5, one.Body[0]));
    }

    [Fact]
    public void Keys_wait_for_each_other_and_the_audio_rests_while_one_is_down()
    {
        _bench.Do(new SendDigit(_bia, '1', TimeSpan.FromMilliseconds(60)), new SendDigit(_bia, '#', TimeSpan.FromMilliseconds(60)));
        for (int i = 0; i < 40; i++)
        {
            _bench.Arrive(_ana, SentPacket.Audio(i), CoreBench.AnaPhone);
            _bench.Pass(20);
        }

        IReadOnlyList<SentPacket> sent = _bench.Take(_bia);
        Assert.Equal([1, 11], sent.Where(one => one.Payload == 101).Select(one => (int)one.Body[0]).Distinct());
        Assert.Equal(2, sent.Where(one => one.Payload == 101).Select(one => one.Timestamp).Distinct().Count());
        Assert.InRange(sent.Count(one => one.Payload == 8), 28, 36);
        // One stream without a gap: sequence numbers grow by one, time stamps never go back.
        Assert.All(sent.Zip(sent.Skip(1)), pair => Assert.Equal((ushort)(pair.First.Sequence + 1), pair.Second.Sequence));
        Assert.All(sent.Zip(sent.Skip(1)), pair => Assert.True((int)(pair.Second.Timestamp - pair.First.Timestamp) >= 0));
    }

    [Fact]
    public void What_we_send_is_one_key_for_our_own_ear()
    {
        foreach (char key in "0123456789*#ABCD")
        {
            _bench.Do(new SendDigit(_bia, key, TimeSpan.FromMilliseconds(100)));
        }

        _bench.Pass(16 * 300);
        foreach (SentPacket packet in _bench.Take(_bia))
        {
            _bench.Arrive(_ana, SentPacket.Make(101, packet.Sequence, packet.Timestamp, 1111, packet.Body, packet.Marker), CoreBench.AnaPhone);
            _bench.Pass(20);
        }

        Assert.Equal("0123456789*#ABCD", string.Concat(_bench.Events.OfType<DigitReceived>().Select(one => one.Digit)));
    }

    [Fact]
    public void Without_telephone_event_on_the_leg_nothing_is_sent_and_a_closed_leg_is_forgotten()
    {
        MediaLeg deaf = _bench.OpenTo(CoreBench.AnaPhone, events: null);
        _bench.Do(new SendDigit(deaf, '5', TimeSpan.FromMilliseconds(100)), new SendDigit(_bia, '5', TimeSpan.FromMilliseconds(100)));
        _bench.Pass(30);
        Assert.Empty(_bench.Take(deaf));
        _bench.Do(new CloseLeg(_bia));
        _bench.Pass(200);
    }

    private static int Duration(SentPacket packet) => BinaryPrimitives.ReadUInt16BigEndian(packet.Body.AsSpan(2));
}
