using System.Diagnostics;
using XHand.Sip.Messages;
using XHand.Sip.Transport;

namespace XHand.Sip.Dialogs;

/// <summary>
/// The state of one dialog (RFC 3261 12): ids, CSeq both ways, remote target, route set, and the flow it runs on. Pure: sends
/// nothing. Loop thread only.
/// </summary>
public sealed class SipDialog
{
    private readonly SipNameAddress _local;
    private readonly SipNameAddress _remote;
    private IReadOnlyList<SipNameAddress> _routeSet;
    private uint _localCSeq;
    private uint? _remoteCSeq;

    private SipDialog(DialogId id, SipNameAddress local, SipNameAddress remote, SipUri localContact, SipUri remoteTarget, IReadOnlyList<SipNameAddress> routeSet, SipFlow flow)
    {
        Id = id;
        _local = local;
        _remote = remote;
        LocalContact = localContact;
        RemoteTarget = remoteTarget;
        _routeSet = routeSet;
        Flow = flow;
    }

    /// <summary>
    /// Makes the dialog of a UAS from the request and our tag; <paramref name="localContact"/> is what we put into Contact (RFC 3261 12.1.1).
    /// </summary>
    public static SipDialog FromRequest(SipRequest request, SipFlow flow, string localTag, SipUri localContact) =>
        new(
            new DialogId(request.CallId, localTag, request.From.Tag ?? ""),
            request.To.WithTag(localTag),
            request.From,
            localContact,
            ContactOf(request) ?? AddressOf(request.From, flow),
            request.Addresses(SipHeader.RecordRoute),
            flow)
        {
            _remoteCSeq = request.CSeq.Number,
        };

    /// <summary>Makes the dialog of a UAC from our request and the response that has a To tag (RFC 3261 12.1.2); confirmed when it is a 2xx.</summary>
    public static SipDialog FromResponse(OutgoingRequest request, SipResponse response, SipFlow flow, SipUri localContact) =>
        new(
            DialogId.OfResponse(response),
            request.From,
            response.To,
            localContact,
            ContactOf(response) ?? request.Uri,
            ReversedRoute(response),
            flow)
        {
            _localCSeq = request.CSeq,
            IsConfirmed = response.StatusCode is >= 200 and < 300,
        };

    /// <summary>The key under which it is found.</summary>
    public DialogId Id { get; }

    /// <summary>Who we are in it: From of our requests.</summary>
    public SipNameAddress Local => _local;

    /// <summary>True once confirmed by a 2xx.</summary>
    public bool IsConfirmed { get; set; }

    /// <summary>Where its requests go.</summary>
    public SipFlow Flow { get; set; }

    /// <summary>Our Contact.</summary>
    public SipUri LocalContact { get; }

    /// <summary>The peer's Contact, refreshed by target refresh requests (RFC 3261 12.2).</summary>
    public SipUri RemoteTarget { get; private set; }

    /// <summary>The route set, topmost first.</summary>
    public IReadOnlyList<SipNameAddress> RouteSet => _routeSet;

    /// <summary>
    /// The URI whose address the next request goes to when it has to leave the present flow: the first route, else the remote
    /// target (RFC 3261 8.1.2, 12.2.1.1).
    /// </summary>
    public SipUri NextHop => _routeSet.Count > 0 ? _routeSet[0].Uri : RemoteTarget;

    /// <summary>The CSeq number of our last request in it, 0 before the first.</summary>
    public uint LocalCSeq => _localCSeq;

    /// <summary>
    /// A request inside this dialog with the next CSeq; ACK takes that of its INVITE. Target refresh requests (INVITE, UPDATE, and
    /// SUBSCRIBE, NOTIFY, REFER) have our Contact in them already.
    /// </summary>
    public OutgoingRequest CreateRequest(SipMethod method, uint? ackCSeq = null)
    {
        if (method == SipMethod.Ack && ackCSeq is null)
        {
            throw new ArgumentException("An ACK has the CSeq of its INVITE (RFC 3261 13.2.2.4).", nameof(ackCSeq));
        }

        uint cseq = ackCSeq ?? ++_localCSeq;
        (SipUri uri, IReadOnlyList<SipNameAddress> route) = Aim();
        OutgoingRequest request = new(method, uri, _local, _remote, Id.CallId, cseq) { Route = route };
        if (RefreshesTarget(method))
        {
            request.Add("Contact", new SipNameAddress(null, LocalContact, SipParameters.Empty).ToString());
        }

        return request;
    }

    /// <summary>
    /// Takes a request of the peer's: false when its CSeq is lower than the last (answer 500, RFC 3261 12.2.2). Refreshes the target. ACK and CANCEL
    /// have the CSeq of their INVITE and are always taken.
    /// </summary>
    public bool TryAccept(SipRequest request)
    {
        if (request.Method is SipMethod.Ack or SipMethod.Cancel)
        {
            return true;
        }

        if (request.CSeq.Number < _remoteCSeq)
        {
            return false;
        }

        _remoteCSeq = request.CSeq.Number;
        if (RefreshesTarget(request.Method) && ContactOf(request) is { } target)
        {
            RemoteTarget = target;
        }

        return true;
    }

    /// <summary>Takes a response to our re-INVITE or UPDATE: a 2xx refreshes the target.</summary>
    public void Refresh(SipResponse response)
    {
        if (response.StatusCode is >= 200 and < 300 && RefreshesTarget(response.CSeq.Method) && ContactOf(response) is { } target)
        {
            RemoteTarget = target;
        }
    }

    /// <summary>Takes the 2xx that confirms the early dialog of a UAC: its route set and target count from now on (RFC 3261 13.2.2.4).</summary>
    public void Confirm(SipResponse response)
    {
        Debug.Assert(DialogId.OfResponse(response) == Id, "The response belongs to another dialog.");
        IsConfirmed = true;
        _routeSet = ReversedRoute(response);
        Refresh(response);
    }

    // RFC 3261 12.2.1.1: towards a loose router the target is the Request-URI; a strict one (RFC 2543) wants itself there and the target last.
    private (SipUri Uri, IReadOnlyList<SipNameAddress> Route) Aim()
    {
        if (_routeSet.Count == 0 || _routeSet[0].Uri.Parameters.Contains("lr"))
        {
            return (RemoteTarget, _routeSet);
        }

        SipUri strict = _routeSet[0].Uri with { Headers = null, Parameters = _routeSet[0].Uri.Parameters.Without("method") };
        return (strict, [.. _routeSet.Skip(1), new SipNameAddress(null, RemoteTarget, SipParameters.Empty)]);
    }

    private static bool RefreshesTarget(SipMethod method) =>
        method is SipMethod.Invite or SipMethod.Update or SipMethod.Subscribe or SipMethod.Notify or SipMethod.Refer;

    private static SipUri? ContactOf(SipMessage message)
    {
        IReadOnlyList<SipNameAddress> contacts = message.Addresses(SipHeader.Contact);
        return contacts.Count > 0 ? contacts[0].Uri : null;
    }

    // A phone that leaves Contact out (RFC 2543) is reached where it sent from.
    private static SipUri AddressOf(SipNameAddress from, SipFlow flow) =>
        SipUri.Sip(from.Uri.User, flow.Remote.Address.ToString(), flow.Remote.Port);

    private static List<SipNameAddress> ReversedRoute(SipResponse response)
    {
        List<SipNameAddress> route = [.. response.Addresses(SipHeader.RecordRoute)];
        route.Reverse();
        return route;
    }
}
