using System.Globalization;
using System.Net;
using XHand.Loop;
using XHand.Loop.Ids;
using XHand.Sip.Authentication;
using XHand.Sip.Messages;
using XHand.Sip.Transactions;
using XHand.Sip.Transport;

namespace XHand.Sip.Tests.Registration;

/// <summary>A registrar in a memory network with one user, 1700, whose password is "right".</summary>
internal sealed class SimulatedRegistrar : ITransactionUser
{
    private const string Realm = "pbx.example";
    private readonly VirtualLoop _loop;
    private readonly DigestServer _digest;
    private readonly DigestSecret _secret = DigestServer.Hash("1700", Realm, "right");

    public SimulatedRegistrar(VirtualLoop loop, MemoryNetwork network)
    {
        _loop = loop;
        _digest = new DigestServer(loop.Time, new byte[32], TimeSpan.FromMinutes(5));
        MemoryTransport transport = network.Attach(Address);
        transport.Start(new TransactionTable(loop, transport, this, new SeededRandom(9)));
    }

    public static IPEndPoint Address { get; } = IPEndPoint.Parse("192.0.2.50:5060");

    /// <summary>Answers instead of looking at credentials; 0 looks.</summary>
    public int AlwaysAnswer { get; set; }

    public string? ExtraHeader { get; set; }

    public uint MinExpires { get; set; }

    public uint Grants { get; set; } = 60;

    /// <summary>Every REGISTER: seconds since the start and the Expires asked for.</summary>
    public List<string> Seen { get; } = [];

    public void OnRequest(ServerTransaction transaction)
    {
        SipRequest register = transaction.Request;
        uint expires = register.Number(SipHeader.Expires) ?? 0;
        Seen.Add(string.Create(CultureInfo.InvariantCulture, $"{Math.Round(_loop.Time.Elapsed.TotalSeconds)} {register.CSeq.Number} {expires}{(register.Has(SipHeader.Authorization) ? " auth" : "")}"));
        if (AlwaysAnswer != 0)
        {
            OutgoingResponse answer = new(register, AlwaysAnswer);
            transaction.Respond(ExtraHeader is null ? answer : answer.Add(ExtraHeader.Split(": ")[0], ExtraHeader.Split(": ")[1]));
            return;
        }

        switch (_digest.Verify(register, Realm, _secret))
        {
            case DigestVerdict.Right when expires != 0 && expires < MinExpires:
                transaction.Respond(new OutgoingResponse(register, 423).Add("Min-Expires", MinExpires.ToString(CultureInfo.InvariantCulture)));
                break;
            case DigestVerdict.Right:
                transaction.Respond(new OutgoingResponse(register, 200).Add("Contact", $"<{register.Addresses(SipHeader.Contact)[0].Uri}>;expires={Grants}"));
                break;
            case var verdict:
                OutgoingResponse challenge = new(register, 401);
                foreach (string value in _digest.Challenges(Realm, verdict == DigestVerdict.Stale, offerSha256: false))
                {
                    challenge.Add("WWW-Authenticate", value);
                }

                transaction.RespondStateless(challenge);
                break;
        }
    }

    public void OnAck(SipRequest ack, SipFlow flow)
    {
    }

    public void OnCancel(ServerTransaction invite, SipRequest cancel)
    {
    }

    public void OnStrayResponse(SipResponse response, SipFlow flow)
    {
    }
}
