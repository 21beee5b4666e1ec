using System.Globalization;
using System.Net;
using XHand.Calls.Live;
using XHand.Sip.Authentication;
using XHand.Sip.Registration;
using XHand.Sip.Transport;
using XHand.Site;

namespace XHand.Pbx.Trunks;

/// <summary>
/// How we stand with one trunk's operator: where it is, and whether it has our registration or answers our checks. Made anew when what it depends on
/// is changed. Loop thread only.
/// </summary>
internal sealed class TrunkStanding
{
    private readonly TrunkServices _services;
    private readonly Trunk _trunk;
    private readonly Action _changed;
    private readonly TrunkAddresses _addresses;
    private SipRegistration? _registration;
    private TrunkCheck? _check;
    private Action? _stopped;
    private int _at;
    private bool _isOver;

    /// <summary>Sends nothing before <see cref="Start"/>; <paramref name="changed"/> runs after each change.</summary>
    public TrunkStanding(TrunkServices services, Trunk trunk, Action changed)
    {
        (_services, _trunk, _changed) = (services, trunk, changed);
        _addresses = new TrunkAddresses(services.Sip.Loop, services.Hosts, trunk, OnAddresses);
        Since = services.Sip.Loop.Time.GetUtcNow();
    }

    /// <summary>One of <see cref="TrunkState"/>.</summary>
    public string State { get; private set; } = TrunkState.Unregistered;

    /// <summary>More, or "".</summary>
    public string Detail { get; private set; } = "";

    /// <summary>Since when.</summary>
    public DateTimeOffset Since { get; private set; }

    /// <summary>The way to it, or null while no address is known.</summary>
    public SipFlow? Flow { get; private set; }

    /// <summary>True for an address of its host.</summary>
    public bool IsHost(IPAddress address) => _addresses.Have(address);

    /// <summary>True for address and port of one of its servers.</summary>
    public bool IsServer(IPEndPoint source) => _addresses.Known.Contains(source);

    /// <summary>True when a call can be tried: nothing says that it would be in vain.</summary>
    public bool IsUsable => Flow is not null && (_registration is null
        ? State != TrunkState.Unreachable
        // A refresh that failed takes nothing away before the binding's time is over.
        : _registration.State == SipRegistrationState.Registered || _registration.ExpiresAt > _services.Sip.Loop.Time.GetUtcNow());

    /// <summary>Begins.</summary>
    public void Start()
    {
        if (_trunk.Enabled)
        {
            _addresses.Start();
        }
        else
        {
            Become(TrunkState.Disabled, "");
        }
    }

    /// <summary>Ends: takes the registration back. <paramref name="stopped"/> runs once, at once where there is none to take back.</summary>
    public void Stop(Action? stopped = null)
    {
        _isOver = true;
        _addresses.Stop();
        _check?.Stop();
        _stopped = stopped;
        _registration?.Stop();
        if (_registration is null or { State: not SipRegistrationState.Unregistering })
        {
            TellStopped();
        }
    }

    /// <summary>A call found nobody there: the next address is taken, and the operator is asked at once.</summary>
    public void Suspect()
    {
        if (!_isOver && _check is { } check)
        {
            TakeNextAddress(check);
            Become(TrunkState.Unreachable, "no answer to a call");
            check.Ask();
        }
    }

    private void OnAddresses()
    {
        if (_addresses.Known.Count == 0)
        {
            Become(TrunkState.Unreachable, $"host {_trunk.Host} is not found");
        }
        else if (Flow is null || !_addresses.Known.Contains(Flow.Remote))
        {
            _at = 0;
            Connect();
        }
    }

    private void TakeNextAddress(TrunkCheck check)
    {
        if (_addresses.Known.Count > 1)
        {
            _at++;
            check.Flow = Flow = FlowThere();
        }
    }

    private SipFlow FlowThere()
    {
        SipFlow flow = _services.Sip.Transport.FlowTo(_addresses.Protocol, _addresses.Known[_at % _addresses.Known.Count]);

        // What the certificate must be for is what the operator was called by, never what a lookup made of it (RFC 5922 4).
        return flow.Protocol == SipProtocol.Tls ? flow with { PeerName = _trunk.Host } : flow;
    }

    private void Connect()
    {
        Flow = FlowThere();
        if (_trunk.Register)
        {
            _registration?.Stop();
            _registration = Registration(Flow);
            _registration.Start();
        }
        else if (_trunk.CheckSeconds > 0)
        {
            _check?.Stop();
            _check = new TrunkCheck(_services.Sip, _trunk, Flow, OnChecked);
            Become(TrunkState.Unregistered, "");
            _check.Ask();
        }
        else
        {
            Become(TrunkState.Unregistered, "");
        }
    }

    private SipRegistration Registration(SipFlow flow) => new(
        _services.Sip.Loop,
        _services.Sip.Transactions,
        _services.Sip.Transport,
        new DigestClient(_services.Sip.Random),
        _services.Sip.Random,
        new SipRegistrationSettings
        {
            Registrar = TrunkUri.Of(_trunk, null),
            AddressOfRecord = TrunkUri.Own(_trunk, _trunk.Login),
            Flow = flow,
            User = _trunk.Login,
            Password = _trunk.Password ?? "",
            Expires = TimeSpan.FromSeconds(_trunk.RegisterSeconds),
        },
        OnRegistration);

    private void OnRegistration(SipRegistration registration)
    {
        if (registration != _registration)
        {
            return;
        }

        if (_isOver)
        {
            if (registration.State is not SipRegistrationState.Unregistering)
            {
                TellStopped();
            }

            return;
        }

        switch (registration.State)
        {
            case SipRegistrationState.Registered:
                Become(TrunkState.Registered, "");
                break;
            case SipRegistrationState.Failed when registration.LastStatus is 408 or 503:
                Become(TrunkState.Unreachable, registration.LastError ?? "");
                break;
            case SipRegistrationState.Failed:
                Become(TrunkState.Refused, string.Create(CultureInfo.InvariantCulture, $"{registration.LastError} (last status {registration.LastStatus})"));
                break;
            // A try after a failure says nothing new before its answer is there.
            case SipRegistrationState.Registering when State is not (TrunkState.Refused or TrunkState.Unreachable):
                Become(TrunkState.Registering, "");
                break;
        }
    }

    private void OnChecked(bool isUp, string detail)
    {
        if (_isOver)
        {
            return;
        }

        if (!isUp && _check is { } check)
        {
            TakeNextAddress(check);
        }

        Become(isUp ? TrunkState.Reachable : TrunkState.Unreachable, detail);
    }

    private void Become(string state, string detail)
    {
        if (State != state)
        {
            State = state;
            Since = _services.Sip.Loop.Time.GetUtcNow();
        }

        Detail = detail;
        _changed();
    }

    private void TellStopped()
    {
        Action? stopped = _stopped;
        _stopped = null;
        stopped?.Invoke();
    }
}
