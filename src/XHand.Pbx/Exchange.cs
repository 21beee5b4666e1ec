using System.Net;
using Microsoft.Extensions.Logging;
using XHand.Calls;
using XHand.Calls.Audio;
using XHand.Calls.Facts;
using XHand.Calls.Live;
using XHand.Calls.Signalling;
using XHand.Loop;
using XHand.Loop.Journal;
using XHand.Media;
using XHand.Pbx.Authentication;
using XHand.Pbx.Control;
using XHand.Pbx.Defence;
using XHand.Pbx.Flows;
using XHand.Pbx.Incoming;
using XHand.Pbx.Messages;
using XHand.Pbx.Registration;
using XHand.Pbx.Subscriptions;
using XHand.Pbx.Trunks;
using XHand.Sip.Messages;
using XHand.Sip.Transactions;
using XHand.Sip.Transport;
using XHand.Site;

namespace XHand.Pbx;

/// <summary>
/// The exchange: stands above the transaction table and takes each request to its room. Made before the sockets open; <see cref="Recover"/> runs once before
/// the first call. Loop thread only, except where said.
/// </summary>
public sealed class Exchange : ITransactionUser
{
    private const int DefaultPort = 5060;

    private readonly SipServices _sip;
    private readonly ISiteSource _sites;
    private readonly FactWriter _facts;
    private readonly Registrar _registrar;
    private readonly IncomingCalls _incoming;
    private readonly DialogRouter _dialogs;
    private readonly MessageDesk _messages;
    private readonly SubscriptionDesk _subscriptions;
    private readonly MediaEventRouter _mediaEvents = new();
    private readonly Heartbeat _heartbeat;
    private readonly ILogger<Exchange> _logger;

    /// <summary>Composes it; nothing runs yet.</summary>
    public Exchange(ExchangeParts parts)
    {
        _logger = parts.Logs.CreateLogger<Exchange>();
        _sites = parts.Sites;
        Transactions = new TransactionTable(parts.Loop, parts.Transport, this, parts.Random, parts.Identity.NewTag);
        _sip = new SipServices(parts.Loop, Transactions, parts.Transport, parts.Identity, parts.Random) { SessionTimers = parts.SessionTimers };
        _dialogs = new DialogRouter(_sip);
        _facts = new FactWriter(parts.Loop, parts.Journal);
        CallServices services = new(parts.Loop, _sip, new AudioServices(parts.Loop, parts.Media, _mediaEvents, parts.MediaAddress), _facts, parts.Ids);
        LiveRegistrations registrations = new();
        LiveTrunks liveTrunks = new();
        Live = new LiveView(services.Live, registrations, liveTrunks);
        _heartbeat = new Heartbeat(parts.Loop, _facts);
        Calls = new CallTable(services, _heartbeat, parts.Logs.CreateLogger<CallTable>());
        Bindings = new BindingTable(parts.Loop, _facts, parts.Ids, registrations, parts.Transport.Succeed);
        AttackGuard guard = parts.Guard ?? AttackGuard.Nobody(parts.Loop.Time);
        Authenticator = new RequestAuthenticator(parts.Digest, new AuthenticationFailures(parts.Alarms, parts.Loop.Time), guard, parts.Logs.CreateLogger<RequestAuthenticator>());
        _registrar = new Registrar(Bindings, Authenticator, parts.Sites, parts.Loop, parts.Registrar);
        _messages = new MessageDesk(_sip, Authenticator, Bindings, parts.Sites);
        _subscriptions = new SubscriptionDesk(_sip, Authenticator, parts.Sites, [new DialogPackage(Calls), new PresencePackage(Bindings, Calls)]);
        services.Changed = _subscriptions.OnChanged;
        Bindings.Changed = _subscriptions.OnChanged;
        PhoneDirectory phones = new(Bindings, parts.Transport, parts.Sites);
        Trunks = new TrunkTable(new TrunkServices(_sip, parts.Hosts ?? new NoHostResolver(parts.Loop), liveTrunks, parts.Alarms), parts.Sites);
        guard.HasPhone = Bindings.HasPhoneAt;
        guard.IsOperator = Trunks.IsOperator;
        Authenticator.IsRegistered = Bindings.IsRegisteredBy;
        FlowChooser flows = new(Calls, phones, Trunks);
        services.TransferPlanner = new TransferPlanner(parts.Sites, flows, parts.Loop);
        CallEntrance entrance = new(services, Calls);
        _incoming = new IncomingCalls(
            Calls, Authenticator, parts.Sites, Trunks, entrance, new InboundCalls(services, parts.Sites, flows, entrance), flows, parts.Loop);
        Control = new CallControl(parts.Loop, Calls, parts.Sites, phones, flows);
    }

    /// <summary>Where the SIP sockets deliver.</summary>
    public ISipReceiver Receiver => Transactions;

    /// <summary>Where the media engine reports.</summary>
    public IMediaEventSink MediaEvents => _mediaEvents;

    /// <summary>The transactions, for the metrics.</summary>
    public TransactionTable Transactions { get; }

    /// <summary>The live calls.</summary>
    public CallTable Calls { get; }

    /// <summary>The registered phones.</summary>
    public BindingTable Bindings { get; }

    /// <summary>The trunks.</summary>
    public TrunkTable Trunks { get; }

    /// <summary>Digest and its failures, for the metrics.</summary>
    public RequestAuthenticator Authenticator { get; }

    /// <summary>The published views. Any thread.</summary>
    public ILiveView Live { get; }

    /// <summary>Commands from outside. Any thread.</summary>
    public ICallControl Control { get; }

    /// <summary>Dialogs held, for leak tests and metrics.</summary>
    public int DialogCount => _sip.Dialogs.Count;

    /// <summary>Subscriptions held.</summary>
    public int Subscriptions => _subscriptions.Count;

    /// <summary>INVITEs waiting for a final response of ours, for leak tests.</summary>
    public int PendingInvites => _sip.Dialogs.PendingInvites;

    /// <summary>Legs whose media is open, for leak tests.</summary>
    public int OpenMedia => _mediaEvents.Count;

    /// <summary>True until <see cref="Recover"/> has run: dialogs of before may still be ours, so nobody is told 481.</summary>
    public bool IsRecovering { get; private set; } = true;

    /// <summary>
    /// Takes over what the journal says of the time before: open calls end with result "crash", bindings go on. Returns the records of those
    /// calls and the number of bindings.
    /// </summary>
    public (IReadOnlyList<CallRecord> Calls, int Contacts) Recover(IReadOnlyList<JournalRecord> recovered)
    {
        IReadOnlyList<CallRecord> calls = CallRecovery.EndOpenCalls(recovered, _facts);
        int contacts = Bindings.Restore(recovered);
        _heartbeat.Continue(recovered);
        IsRecovering = false;
        PbxLog.Recovered(_logger, contacts, calls.Count);
        return (calls, contacts);
    }

    /// <summary>
    /// Another site is in force, or the sockets have just been opened: trunks follow it, and phones of extensions that are gone are forgotten. Any thread; false
    /// when the loop takes nothing: the next INVITE finds it out then.
    /// </summary>
    /// <param name="before">The site that was in force until now, or null.</param>
    public bool FollowSite(SiteSnapshot? before = null)
    {
        // Here and not on the loop: the work grows with the site (rule 5 of the loop).
        IReadOnlyList<(Guid Company, string Number)> gone = before is null ? [] : GoneExtensions.Between(before, _sites.Current);
        return _sip.Loop.TryPost(LoopLane.InDialog, "site-follow", () =>
        {
            Trunks.Follow();
            foreach ((Guid company, string number) in gone)
            {
                Bindings.UnbindAll(company, number, "deleted");
            }
        });
    }

    /// <summary>Takes the trunks' registrations back; done when every operator has answered. Any thread.</summary>
    public Task StopTrunksAsync() =>
        _sip.Loop.AskLaterAsync<bool>(LoopLane.InDialog, "trunks-stop", stopped => Trunks.Stop(() => stopped(true)), false, CancellationToken.None);

    /// <inheritdoc/>
    public void OnRequest(ServerTransaction transaction)
    {
        SipRequest request = transaction.Request;
        if (request.To.Tag is not null && request.Method != SipMethod.Register)
        {
            OnInDialog(transaction);
        }
        else if (SipProfile.UnknownExtensions(request) is { Count: > 0 } unknown)
        {
            transaction.Respond(new OutgoingResponse(request, 420).Add("Unsupported", string.Join(", ", unknown)));
        }
        else
        {
            OnOutOfDialog(transaction);
        }
    }

    /// <inheritdoc/>
    public void OnAck(SipRequest ack, SipFlow flow) => _dialogs.OnAck(ack);

    /// <inheritdoc/>
    public void OnCancel(ServerTransaction invite, SipRequest cancel) => _dialogs.OnCancel(invite, cancel);

    /// <inheritdoc/>
    public void OnConnectionLost(SipFlow flow) => Bindings.OnConnectionLost(flow, OtherWayTo);

    /// <inheritdoc/>
    public void OnStrayResponse(SipResponse response, SipFlow flow) => _dialogs.OnStrayOk(response, flow);

    /// <inheritdoc/>
    public bool IsUrgent(SipRequest invite) => IncomingCalls.IsEmergency(invite);

    // A phone over TCP that is not behind NAT and keeps no flow of its own listens at its Contact (RFC 3261 18.1.1).
    private SipFlow? OtherWayTo(Binding phone) =>
        phone is { RegId: null, Flow.Protocol: SipProtocol.Tcp } && IPAddress.TryParse(phone.Contact.Host, out IPAddress? host) && host.Equals(phone.Flow.Remote.Address)
        && !phone.Contact.Parameters.Contains("ob")
            ? _sip.Transport.FlowTo(SipProtocol.Tcp, new IPEndPoint(host, phone.Contact.Port == 0 ? DefaultPort : phone.Contact.Port))
            : null;

    private void OnInDialog(ServerTransaction transaction)
    {
        if (!_dialogs.TryTake(transaction) && !_subscriptions.TryTake(transaction))
        {
            transaction.Respond(IsRecovering
                ? new OutgoingResponse(transaction.Request, 500).Add("Retry-After", "2")
                : new OutgoingResponse(transaction.Request, 481));
        }
    }

    private void OnOutOfDialog(ServerTransaction transaction)
    {
        SipRequest request = transaction.Request;
        switch (request.Method)
        {
            case SipMethod.Register or SipMethod.Invite when IsRecovering:
                transaction.Respond(new OutgoingResponse(request, 503).Add("Retry-After", "2"));
                break;
            case SipMethod.Register:
                _registrar.Handle(transaction);
                break;
            case SipMethod.Invite:
                _incoming.Handle(transaction);
                break;
            case SipMethod.Message:
                _messages.Handle(transaction);
                break;
            case SipMethod.Options:
                transaction.RespondStateless(SipProfile.Capabilities(request));
                break;
            case SipMethod.Subscribe:
                _subscriptions.Handle(transaction);
                break;
            // Methods that only make sense inside a dialog or subscription that is not there.
            case SipMethod.Bye or SipMethod.Prack or SipMethod.Notify or SipMethod.Update:
                transaction.RespondStateless(new OutgoingResponse(request, 481));
                break;
            case SipMethod.Other:
                transaction.RespondStateless(new OutgoingResponse(request, 501).Add("Allow", SipProfile.Allow));
                break;
            default:
                transaction.RespondStateless(new OutgoingResponse(request, 405).Add("Allow", SipProfile.Allow));
                break;
        }
    }
}
