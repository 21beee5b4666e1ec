using System.Globalization;
using System.Net;
using XHand.Loop;
using XHand.Loop.Ids;
using XHand.Sip.Authentication;
using XHand.Sip.Dialogs;
using XHand.Sip.Messages;
using XHand.Sip.Transactions;
using XHand.Sip.Transport;

namespace XHand.TestKit;

/// <summary>
/// A telephone on a <see cref="MemoryNetwork"/>: registers with digest, places and takes calls, and leaves to its script what a person
/// or a broken phone would do. Loop thread only.
/// </summary>
public sealed class VirtualPhone : ITransactionUser, IClientTransactionUser
{
    private readonly IPEndPoint _exchange;
    private readonly IRandomSource _random;
    private readonly string _registerCallId;
    private readonly string _registerTag;
    private ClientTransaction? _register;
    private int _challenges;
    private string _registerContact = "";
    private long? _registerExpires;

    /// <summary>A phone at <paramref name="address"/> with an account on the exchange at <paramref name="exchange"/>.</summary>
    public VirtualPhone(MemoryNetwork network, ISwitchLoop loop, IRandomSource random, IPEndPoint address, IPEndPoint exchange, string number, string password, string domain = "")
    {
        Loop = loop;
        _random = random;
        _exchange = exchange;
        Number = number;
        Password = password;
        Domain = domain.Length > 0 ? domain : exchange.Address.ToString();
        Transport = network.Attach(address);
        Transactions = new TransactionTable(loop, Transport, this, random);
        Transport.Start(Transactions);
        Digest = new DigestClient(random);
        Contact = SipUri.Sip(number, address.Address.ToString(), address.Port);
        _registerCallId = NewToken();
        _registerTag = NewToken();
    }

    /// <summary>Its extension.</summary>
    public string Number { get; }

    /// <summary>What it signs with; change it to be an intruder.</summary>
    public string Password { get; set; }

    /// <summary>The domain it registers at.</summary>
    public string Domain { get; }

    /// <summary>CSeq of the last REGISTER.</summary>
    public uint RegisterCSeq { get; set; }

    /// <summary>The extension that it claims to be when it registers; null for its own.</summary>
    public string? RegistersAs { get; set; }

    /// <summary>The number that it puts into From when it calls; null for its own.</summary>
    public string? CallsAs { get; set; }

    /// <summary>Its Contact.</summary>
    public SipUri Contact { get; set; }

    /// <summary>User-Agent.</summary>
    public string UserAgent { get; set; } = "VirtualPhone/1";

    /// <summary>Payload types it has, in order.</summary>
    public IReadOnlyList<int> Codecs { get; set; } = [PhoneSdp.Pcma, PhoneSdp.Pcmu, PhoneSdp.Events];

    /// <summary>What it does with a call that comes in; nothing by default: it does not even ring.</summary>
    public Action<VirtualCall>? OnIncoming { get; set; }

    /// <summary>What it does with a request outside a dialog that is no INVITE; null answers 200.</summary>
    public Action<ServerTransaction>? OnOther { get; set; }

    /// <summary>Further headers of its INVITEs.</summary>
    public IReadOnlyList<(string Name, string Value)> InviteHeaders { get; set; } = [];

    /// <summary>Number that its INVITEs have in To; null for that of the Request-URI.</summary>
    public string? CalledInTo { get; set; }

    /// <summary>Requests received outside a dialog that are no INVITE.</summary>
    public List<SipRequest> Others { get; } = [];

    /// <summary>NOTIFYs received in subscriptions of ours.</summary>
    public List<SipRequest> Notifies { get; } = [];

    /// <summary>What answers them.</summary>
    public int NotifyStatus { get; set; } = 200;

    /// <summary>Final responses to <see cref="Ask"/>, challenges left out.</summary>
    public List<SipResponse> Answers { get; } = [];

    /// <summary>Display name in From.</summary>
    public string? DisplayName { get; set; }

    /// <summary>Calls received, in order.</summary>
    public List<VirtualCall> Incoming { get; } = [];

    /// <summary>The last call received.</summary>
    public VirtualCall LastIncoming => Incoming[^1];

    /// <summary>Final responses to REGISTER, challenges left out.</summary>
    public List<SipResponse> Registrations { get; } = [];

    /// <summary>Status of the last of them, 0 before.</summary>
    public int RegisterStatus => Registrations.Count > 0 ? Registrations[^1].StatusCode : 0;

    /// <summary>Its RTP port, never used.</summary>
    public int RtpPort { get; set; } = 4000;

    /// <summary>Its address as text.</summary>
    public string Address => Transport.Local.Address.ToString();

    /// <summary>Its transactions, to be looked into.</summary>
    public TransactionTable Transactions { get; }

    /// <summary>Its socket.</summary>
    public MemoryTransport Transport { get; }

    /// <summary>The protocol it speaks.</summary>
    public SipProtocol Protocol { get; init; } = SipProtocol.Udp;

    internal ISwitchLoop Loop { get; }

    internal DigestClient Digest { get; }

    internal Dictionary<DialogId, VirtualCall> Dialogs { get; } = [];

    internal SipUri AddressOfRecord => SipUri.Sip(CallsAs ?? Number, Domain);

    internal SipFlow FlowToExchange => Transport.FlowTo(Protocol, _exchange);

    /// <summary>Registers its Contact; <paramref name="expires"/> in seconds, 0 unregisters, null leaves the header out.</summary>
    public void Register(long? expires = 3600, string? contact = null)
    {
        _registerContact = contact ?? $"<{Contact}>";
        _registerExpires = expires;
        _challenges = 0;
        SendRegister(null);
    }

    /// <summary>Calls <paramref name="number"/>; without an offer where asked.</summary>
    public VirtualCall Call(string number, bool offers = true)
    {
        VirtualCall call = new(this);
        call.Place(number, offers);
        return call;
    }

    /// <summary>A request outside a dialog, signed when it is challenged.</summary>
    public void Ask(SipMethod method, string number, (string Name, string Value)[] headers, string? contentType = null, string body = "")
    {
        string callId = NewToken();
        SipNameAddress from = new SipNameAddress(null, AddressOfRecord, SipParameters.Empty).WithTag(NewToken());
        Asking asking = new(this, credentials =>
        {
            OutgoingRequest request = new(method, UriOf(number), from, new SipNameAddress(null, UriOf(number), SipParameters.Empty), callId, credentials is null ? 1u : 2u);
            request.Add("Contact", $"<{Contact}>");
            foreach ((string name, string value) in headers)
            {
                request.Add(name, value);
            }

            if (credentials is { } header)
            {
                request.Add(header.Name, header.Value);
            }

            return contentType is null ? request : request.WithBody(contentType, System.Text.Encoding.UTF8.GetBytes(body));
        });
        asking.Send(null);
    }

    private sealed class Asking(VirtualPhone phone, Func<(string Name, string Value)?, OutgoingRequest> make) : IClientTransactionUser
    {
        private bool _signed;

        public void Send((string Name, string Value)? credentials) => phone.Transactions.Send(make(credentials), phone.FlowToExchange, this);

        void IClientTransactionUser.OnResponse(ClientTransaction transaction, SipResponse response)
        {
            OutgoingRequest request = transaction.Request;
            if (response.StatusCode is 401 or 407 && !_signed && phone.Digest.Answer(response, request.Method, request.Uri, phone.Number, phone.Password) is { } credentials)
            {
                _signed = true;
                Send(credentials);
            }
            else if (response.StatusCode >= 200)
            {
                phone.Answers.Add(response);
            }
        }

        void IClientTransactionUser.OnFailure(ClientTransaction transaction, int statusCode, string reason)
        {
        }
    }

    internal SipUri UriOf(string number) => SipUri.Sip(number, Domain);

    internal PhoneSdp Describe() => new(Address, RtpPort, Codecs);

    internal InviteOkRetransmitter RepeatOk(ServerTransaction invite) => new(Loop, invite, () => { });

    internal string NewToken()
    {
        Span<byte> bytes = stackalloc byte[8];
        _random.Fill(bytes);
        return Convert.ToHexStringLower(bytes);
    }

    void ITransactionUser.OnRequest(ServerTransaction transaction)
    {
        SipRequest request = transaction.Request;
        if (request.To.Tag is not null)
        {
            if (Dialogs.GetValueOrDefault(DialogId.OfRequest(request)) is { } known)
            {
                known.OnRequest(transaction);
            }
            else if (request.Method == SipMethod.Notify)
            {
                Notifies.Add(request);
                transaction.Respond(new OutgoingResponse(request, NotifyStatus));
            }
            else
            {
                transaction.Respond(new OutgoingResponse(request, 481));
            }
        }
        else if (request.Method == SipMethod.Invite)
        {
            VirtualCall call = new(this);
            call.Receive(transaction);
            Incoming.Add(call);
            OnIncoming?.Invoke(call);
        }
        else if (OnOther is { } script)
        {
            Others.Add(request);
            script(transaction);
        }
        else
        {
            Others.Add(request);
            transaction.Respond(new OutgoingResponse(request, 200));
        }
    }

    void ITransactionUser.OnAck(SipRequest ack, SipFlow flow) => Dialogs.GetValueOrDefault(DialogId.OfRequest(ack))?.OnAck(ack);

    void ITransactionUser.OnCancel(ServerTransaction invite, SipRequest cancel) =>
        Incoming.Find(call => call.Invite == invite.Request)?.OnCancel(cancel);

    void ITransactionUser.OnStrayResponse(SipResponse response, SipFlow flow)
    {
    }

    void IClientTransactionUser.OnResponse(ClientTransaction transaction, SipResponse response)
    {
        if (transaction != _register || response.StatusCode < 200)
        {
            return;
        }

        if (response.StatusCode is 401 or 407 && ++_challenges <= 2
            && Digest.Answer(response, SipMethod.Register, SipUri.Sip(null, Domain), Number, Password) is { } credentials)
        {
            SendRegister(credentials);
            return;
        }

        Registrations.Add(response);
    }

    void IClientTransactionUser.OnFailure(ClientTransaction transaction, int statusCode, string reason)
    {
    }

    private void SendRegister((string Name, string Value)? credentials)
    {
        SipNameAddress aor = new(null, SipUri.Sip(RegistersAs ?? Number, Domain), SipParameters.Empty);
        OutgoingRequest register = new OutgoingRequest(
            SipMethod.Register, SipUri.Sip(null, Domain), aor.WithTag(_registerTag), aor, _registerCallId, ++RegisterCSeq)
            .Add("User-Agent", UserAgent);
        if (_registerContact.Length > 0)
        {
            register.Add("Contact", _registerContact);
        }

        if (_registerExpires is { } seconds)
        {
            register.Add("Expires", seconds.ToString(CultureInfo.InvariantCulture));
        }

        if (credentials is { } header)
        {
            register.Add(header.Name, header.Value);
        }

        _register = Transactions.Send(register, FlowToExchange, this);
    }
}
