using System.Net;
using XHand.Calls;
using XHand.Calls.Facts;
using XHand.Calls.Flows;
using XHand.Calls.Legs;
using XHand.Calls.Signalling;
using XHand.Sip.Messages;
using XHand.Sip.Transport;
using XHand.TestKit;

namespace XHand.Pbx.Tests.Calls;

/// <summary>A peer that wants a password of us, as trunks will.</summary>
public sealed class ChallengedCallTests
{
    private readonly VirtualExchange _exchange = new();
    private readonly RawPeer _peer;

    public ChallengedCallTests() => _peer = new RawPeer(_exchange.Network, new IPEndPoint(IPAddress.Parse("10.5.0.1"), 5060));

    [Fact]
    public void A_challenge_is_answered_on_the_same_Call_ID_with_the_next_CSeq()
    {
        Dial(new SipCredentials("trunk", "secret"));
        Challenge(Invites[0], 407, "Proxy-Authenticate");
        _exchange.Loop.Advance(TimeSpan.FromMilliseconds(10));

        Assert.Equal(2, Invites.Count);
        Assert.StartsWith("Digest username=\"trunk\"", Invites[1].Text(SipHeader.ProxyAuthorization), StringComparison.Ordinal);
        Assert.Equal((Invites[0].CallId, Invites[0].From.Tag, 2u), (Invites[1].CallId, Invites[1].From.Tag, Invites[1].CSeq.Number));
        Refuse(Invites[1], 486);
        Ended("Busy");
    }

    [Fact]
    public void A_peer_that_challenges_for_ever_is_given_up_after_two_answers()
    {
        Dial(new SipCredentials("trunk", "secret"));
        for (int i = 0; i < 10 && i < Invites.Count; i++)
        {
            Challenge(Invites[i], 401, "WWW-Authenticate");
            _exchange.Loop.Advance(TimeSpan.FromMilliseconds(10));
        }

        Assert.Equal(3, Invites.Count);
        Ended("Refused");
    }

    [Fact]
    public void Without_a_password_a_challenge_is_a_refusal()
    {
        Dial(null);
        Challenge(Invites[0], 401, "WWW-Authenticate");
        Ended("Refused");
        Assert.Single(Invites);
    }

    private List<SipRequest> Invites => [.. _peer.Received.OfType<SipRequest>().Where(request => request.Method == SipMethod.Invite)];

    private void Dial(SipCredentials? credentials)
    {
        OutgoingLegOrder order = new(
            "4004",
            SipUri.Sip("4004", "10.5.0.1"),
            new SipFlow(SipProtocol.Udp, VirtualExchange.Address, new IPEndPoint(IPAddress.Parse("10.5.0.1"), 5060)),
            new SipNameAddress(null, SipUri.Sip("1700", "10.0.0.1"), SipParameters.Empty),
            new SipNameAddress(null, SipUri.Sip("4004", "10.5.0.1"), SipParameters.Empty)) { Credentials = credentials };
        CallTable calls = _exchange.Exchange.Calls;
        Call call = calls.Open(new CallOrder(VirtualExchange.Company, "1700", "", "4004"), null);
        calls.RunOrdered(call, [new DialTarget(order)], TimeSpan.FromSeconds(30), new Never());
        _exchange.Loop.Advance(TimeSpan.FromMilliseconds(10));
    }

    private void Ended(string outcome)
    {
        _exchange.Loop.Advance(TimeSpan.FromMilliseconds(100));
        CallRecord record = _exchange.Record;
        Assert.Equal(outcome, record.Result == CallResult.Busy ? "Busy" : "Refused");
        Assert.Empty(_exchange.Leaks());
    }

    private void Challenge(SipRequest invite, int status, string header) =>
        Respond(invite, status, $"{header}: Digest realm=\"operadora\", nonce=\"{invite.CSeq.Number}\", algorithm=MD5, qop=\"auth\"");

    private void Refuse(SipRequest invite, int status) => Respond(invite, status, "Subject: none");

    private void Respond(SipRequest invite, int status, string header) => _peer.Send($"""
        SIP/2.0 {status} No
        Via: {invite.Text(SipHeader.Via)}
        From: {invite.Text(SipHeader.From)}
        To: {invite.Text(SipHeader.To)};tag=peer
        Call-ID: {invite.CallId}
        CSeq: {invite.CSeq.Number} INVITE
        {header}
        Content-Length: 0
        """);

    private sealed class Never : ICallFlow
    {
        public string Name => "never";

        public Task<FlowEnd> RunAsync(ICallVerbs call) => throw new InvalidOperationException("Nobody answered.");
    }
}
