using System.Buffers.Binary;
using XHand.Calls.Identity;
using XHand.Calls.SessionTimers;
using XHand.Loop;
using XHand.Loop.Ids;
using XHand.Sip.Dialogs;
using XHand.Sip.Messages;
using XHand.Sip.Transactions;
using XHand.Sip.Transport;

namespace XHand.Calls.Signalling;

/// <summary>What the signalling of every leg stands on; one for the node.</summary>
/// <param name="Loop">The switch loop.</param>
/// <param name="Transactions">Its transactions.</param>
/// <param name="Transport">The sockets.</param>
/// <param name="Identity">Tags, Call-IDs, Contact users.</param>
/// <param name="Random">For what merely varies: the waits after a glare.</param>
public sealed record SipServices(ISwitchLoop Loop, TransactionTable Transactions, ISipTransport Transport, IdentitySource Identity, IRandomSource Random)
{
    /// <summary>The dialogs of all legs.</summary>
    public DialogTable Dialogs { get; } = new();

    /// <summary>How long sessions last without a refresh.</summary>
    public SessionTimerSettings SessionTimers { get; init; } = SessionTimerSettings.Default;

    /// <summary>A Contact of ours on <paramref name="flow"/>; other transports than UDP are named, so that the peer comes back the same way.</summary>
    /// <param name="isSips">As a sips URI, where the peer asked for one (<see cref="AsksForSips"/>) or is called by one.</param>
    public SipUri NewContact(SipFlow flow, bool isSips = false)
    {
        (string host, int port) = Transport.SentBy(flow);
        SipUri contact = SipUri.Sip(Identity.NewContactUser(), host, port);
        if (isSips)
        {
            contact = contact with { Scheme = "sips" };
        }

        // sips says TLS by itself (RFC 5630 3.1.4).
        return flow.Protocol == SipProtocol.Udp || (isSips && flow.Protocol == SipProtocol.Tls)
            ? contact
            : contact with { Parameters = contact.Parameters.With("transport", TransportParameter(flow.Protocol)) };
    }

    /// <summary>True when the Contact of our answer must be a sips URI (RFC 3261 12.1.1): the request's URI is one, or the first thing on its way back.</summary>
    public static bool AsksForSips(SipRequest request)
    {
        IReadOnlyList<SipNameAddress> way = request.Addresses(SipHeader.RecordRoute);
        if (way.Count == 0)
        {
            way = request.Addresses(SipHeader.Contact);
        }

        return request.Uri.Scheme == "sips" || (way.Count > 0 && way[0].Uri.Scheme == "sips");
    }

    /// <summary>Answers an INVITE 2xx and repeats that until its ACK comes; <paramref name="notAcknowledged"/> runs once when none did in 32 s.</summary>
    public InviteOkRetransmitter AnswerOk(ServerTransaction invite, OutgoingResponse ok, Action notAcknowledged)
    {
        invite.Respond(ok);
        return new InviteOkRetransmitter(Loop, invite, notAcknowledged);
    }

    /// <summary>A wait between the two, in steps of 10 ms.</summary>
    public TimeSpan RandomWait(TimeSpan least, TimeSpan most)
    {
        int steps = (int)((most - least).TotalMilliseconds / 10);
        return least + TimeSpan.FromMilliseconds(10 * (RandomNumber() % (uint)(steps + 1)));
    }

    /// <summary>Any number.</summary>
    public uint RandomNumber()
    {
        Span<byte> bytes = stackalloc byte[4];
        Random.Fill(bytes);
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    private static string TransportParameter(SipProtocol protocol) => protocol switch
    {
        SipProtocol.Tcp => "tcp",
        SipProtocol.Tls => "tls",
        // RFC 7118 5.2: "ws" for both; sips or the flow says whether it is encrypted.
        _ => "ws",
    };
}
