using XHand.Calls.Facts;
using XHand.Media;
using XHand.Sip.Messages;
using XHand.TestKit;

namespace XHand.Pbx.Tests.Calls;

/// <summary>Keys through the bridge: telephone-event packets pass by themselves; INFO and what has no counterpart is carried over.</summary>
public sealed class DigitTests
{
    private static readonly (string Name, string Value)[] _takesInfo = [("Allow", "INVITE, ACK, BYE, CANCEL, INFO")];
    private readonly CallScene _scene = new();
    private readonly List<SendDigit> _pressed = [];

    public DigitTests() => _scene.Exchange.Media.Observer = command =>
    {
        if (command is SendDigit digit)
        {
            _pressed.Add(digit);
        }
    };

    [Fact]
    public void A_key_in_INFO_leaves_as_telephone_event_where_the_other_side_has_it()
    {
        _scene.Ana.Codecs = [PhoneSdp.Pcma];
        (VirtualCall ana, VirtualCall bia) = _scene.Talk();
        ana.Send(SipMethod.Info, "application/dtmf-relay", "Signal=5\r\nDuration=240\r\n");
        _scene.Run(0.1);
        SendDigit sent = Assert.Single(_pressed);
        Assert.Equal(('5', TimeSpan.FromMilliseconds(240)), (sent.Digit, sent.Duration));
        Assert.Equal("10.1.0.2", _scene.Exchange.Media.RemoteOf(sent.Leg.Id)!.Remote!.Address.ToString());
        Assert.Empty(bia.Requests);
        ana.HangUp();
        _scene.End();
    }

    [Fact]
    public void A_key_in_INFO_leaves_in_INFO_where_the_other_side_takes_nothing_else()
    {
        _scene.Bia.Codecs = [PhoneSdp.Pcma];
        VirtualCall ana = TalkWithInfo();
        ana.Send(SipMethod.Info, "application/dtmf", "#");
        _scene.Run(0.1);
        SipRequest info = Assert.Single(_scene.Bia.LastIncoming.Requests);
        Assert.Equal((SipMethod.Info, "application/dtmf-relay"), (info.Method, info.Text(SipHeader.ContentType)));
        Assert.Equal("Signal=#\r\nDuration=160\r\n", System.Text.Encoding.ASCII.GetString(info.Body.Span));
        Assert.Empty(_pressed);
        ana.HangUp();
        _scene.End();
    }

    [Fact]
    public void A_key_in_the_audio_goes_to_INFO_where_the_other_side_has_no_telephone_event()
    {
        _scene.Bia.Codecs = [PhoneSdp.Pcma];
        VirtualCall ana = TalkWithInfo();
        Guid leg = _scene.Exchange.Exchange.Live.Calls()[0].Legs[0].LegId;
        _scene.Exchange.Media.PressDigit(leg, '9', TimeSpan.FromMilliseconds(100));
        _scene.Run(0.1);
        Assert.Contains("Signal=9", System.Text.Encoding.ASCII.GetString(Assert.Single(_scene.Bia.LastIncoming.Requests).Body.Span), StringComparison.Ordinal);
        Assert.Empty(_pressed);
        ana.HangUp();
        _scene.End();
    }

    [Fact]
    public void A_key_in_the_audio_of_two_that_have_telephone_event_is_left_to_the_audio()
    {
        (VirtualCall ana, VirtualCall bia) = _scene.Talk();
        Guid leg = _scene.Exchange.Exchange.Live.Calls()[0].Legs[0].LegId;
        _scene.Exchange.Media.PressDigit(leg, '9', TimeSpan.FromMilliseconds(100));
        _scene.Run(0.1);
        Assert.Empty(bia.Requests);
        Assert.Empty(_pressed);
        ana.HangUp();
        _scene.End();
    }

    [Fact]
    public void A_peer_that_refuses_an_INFO_gets_no_more()
    {
        _scene.Bia.Codecs = [PhoneSdp.Pcma];
        VirtualCall ana = TalkWithInfo();
        VirtualCall bia = _scene.Bia.LastIncoming;
        bia.OnInDialogRequest = request => new OutgoingResponse(request, 415);
        for (int i = 0; i < 3; i++)
        {
            ana.Send(SipMethod.Info, "application/dtmf-relay", "Signal=1\r\n");
            _scene.Run(0.5);
        }

        Assert.Single(bia.Requests);
        Assert.True(ana.IsTalking);
        ana.HangUp();
        Assert.Equal(3, _scene.Exchange.CallFacts.Count(fact => fact == FactType.DigitPressed));
        _scene.End();
    }

    private VirtualCall TalkWithInfo()
    {
        _scene.Bia.OnIncoming = call =>
        {
            call.ResponseHeaders[200] = _takesInfo;
            call.Answer();
        };
        VirtualCall ana = _scene.Ana.Call("1701");
        _scene.Until(() => ana.IsTalking && _scene.Bia.LastIncoming.AcksReceived > 0);
        _scene.Run(0.1);
        return ana;
    }
}
