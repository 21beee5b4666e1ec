using System.Net;
using XHand.Loop;
using XHand.Loop.Ids;
using XHand.Sip.Messages;
using XHand.Sip.Transactions;
using XHand.Sip.Transport;

namespace XHand.TestKit;

/// <summary>
/// An operator on a <see cref="MemoryNetwork"/>: a phone whose address is a trunk's host, which also answers OPTIONS and REGISTER and signs nothing unless
/// it is asked to. Loop thread only.
/// </summary>
public sealed class VirtualOperator
{
    /// <summary>An operator at <paramref name="address"/>, port 5060.</summary>
    public VirtualOperator(VirtualExchange exchange, string address, string login = "36520000", string password = "none")
    {
        Line = new VirtualPhone(
            exchange.Network, exchange.Loop, exchange.Random, new IPEndPoint(IPAddress.Parse(address), 5060), VirtualExchange.Address, login, password)
        {
            OnOther = Answer,
        };
    }

    /// <summary>Its line: takes our calls, and calls us.</summary>
    public VirtualPhone Line { get; }

    /// <summary>What it answers OPTIONS with; 0: nothing.</summary>
    public int OptionsStatus { get; set; } = 200;

    /// <summary>What it answers REGISTER with, once it has been signed where it must be.</summary>
    public int RegisterStatus { get; set; } = 200;

    /// <summary>REGISTER must be signed: the first gets 401.</summary>
    public bool ChallengesRegister { get; set; }

    /// <summary>OPTIONS received.</summary>
    public List<SipRequest> Options { get; } = [];

    /// <summary>REGISTERs received.</summary>
    public List<SipRequest> Registers { get; } = [];

    private void Answer(ServerTransaction transaction)
    {
        SipRequest request = transaction.Request;
        if (request.Method == SipMethod.Options)
        {
            Options.Add(request);
            if (OptionsStatus > 0)
            {
                transaction.Respond(new OutgoingResponse(request, OptionsStatus));
            }

            return;
        }

        Registers.Add(request);
        if (ChallengesRegister && !request.Has(SipHeader.Authorization))
        {
            transaction.Respond(new OutgoingResponse(request, 401).Add("WWW-Authenticate", "Digest realm=\"operator\", nonce=\"n1\", qop=\"auth\", algorithm=MD5"));
            return;
        }

        OutgoingResponse response = new(request, RegisterStatus);
        if (RegisterStatus == 200)
        {
            response.Add("Contact", request.Text(SipHeader.Contact)! + ";expires=" + request.Text(SipHeader.Expires));
        }

        transaction.Respond(response);
    }
}
