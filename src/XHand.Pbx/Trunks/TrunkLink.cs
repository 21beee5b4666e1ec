using System.Net;
using XHand.Calls.Alarms;
using XHand.Calls.Live;
using XHand.Sip.Authentication;
using XHand.Sip.Transport;
using XHand.Site;

namespace XHand.Pbx.Trunks;

/// <summary>
/// One trunk while the system runs: its configuration in force, how we stand with its operator, and how many calls it has. Lives as long as the trunk's
/// id is in the site. Loop thread only.
/// </summary>
public sealed class TrunkLink
{
    private readonly TrunkServices _services;
    private TrunkStanding _standing;
    private List<IPNetwork> _networks = [];
    private bool _isGone;
    private bool _wasDown;

    internal TrunkLink(TrunkServices services, CompanySite company, Trunk trunk)
    {
        _services = services;
        (Company, CompanyName) = (company.Company.Id, company.Company.Name);
        Trunk = trunk;
        _standing = new TrunkStanding(services, trunk, Publish);
        Take(company.Company, trunk);
    }

    /// <summary>The trunk's company.</summary>
    public Guid Company { get; }

    /// <summary>That company's name.</summary>
    public string CompanyName { get; private set; }

    /// <summary>Its configuration.</summary>
    public Trunk Trunk { get; private set; }

    /// <summary>Calls over it now, both ways.</summary>
    public int Calls { get; private set; }

    /// <summary>The way to the operator, or null while none is known.</summary>
    public SipFlow? Flow => _standing.Flow;

    /// <summary>What its own INVITEs must be signed with where it is identified by credentials; null: nobody can.</summary>
    internal DigestSecret? Secret { get; private set; }

    /// <summary>True when it has its most calls.</summary>
    public bool IsFull => Trunk.MaxCalls > 0 && Calls >= Trunk.MaxCalls;

    /// <summary>Why a call should rather take the next choice, or null when it can be tried.</summary>
    /// <param name="mustGo">An emergency call: neither a limit nor a suspicion stops it.</param>
    public string? WhyNot(bool mustGo) => this switch
    {
        { _isGone: true } or { Trunk.Enabled: false } => "it is disabled",
        { Flow: null } => $"the address of {Trunk.Host} is not known",
        _ when mustGo => null,
        { IsFull: true } => $"it has its {Trunk.MaxCalls} calls",
        { _standing.IsUsable: false } => _standing.Detail.Length > 0 ? $"it is {_standing.State}: {_standing.Detail}" : $"it is {_standing.State}",
        _ => null,
    };

    /// <summary>Counts a call; <see cref="GiveBack"/> follows, once.</summary>
    public void Take()
    {
        Calls++;
        Publish();
    }

    /// <summary>The call is over.</summary>
    public void GiveBack()
    {
        Calls--;
        Publish();
    }

    /// <summary>A call found nobody there: whether it still lives is asked at once.</summary>
    public void Suspect() => _standing.Suspect();

    /// <summary>True when <paramref name="address"/> is one of the operator's own.</summary>
    internal bool IsHost(IPAddress address) => _standing.IsHost(address);

    /// <summary>True when that is the very address and port of one of the operator's servers.</summary>
    internal bool IsPort(IPEndPoint source) => _standing.IsServer(source);

    /// <summary>Length of the longest network of its further addresses that has <paramref name="address"/>; -1 for none.</summary>
    internal int NetworkOf(IPAddress address)
    {
        int longest = -1;
        foreach (IPNetwork network in _networks)
        {
            if (network.Contains(address) && network.PrefixLength > longest)
            {
                longest = network.PrefixLength;
            }
        }

        return longest;
    }

    internal void Start()
    {
        Publish();
        _standing.Start();
    }

    /// <summary>Takes over a changed configuration; what is not touched by the change goes on.</summary>
    internal void Change(Company company, Trunk trunk)
    {
        Trunk before = Trunk;
        Take(company, trunk);
        if (before.Name != trunk.Name)
        {
            _services.Alarms.Clear(AlarmCodes.TrunkDown, before.Name, Company);
        }

        if (!IsSameStanding(before, trunk))
        {
            _standing.Stop();
            _standing = new TrunkStanding(_services, trunk, Publish);
            _standing.Start();
        }

        Publish();
    }

    /// <summary>The system stops: takes the registration back, and tells when that is done.</summary>
    internal void Stop(Action stopped) => _standing.Stop(stopped);

    /// <summary>The trunk is no longer in the site.</summary>
    internal void Remove()
    {
        _isGone = true;
        _standing.Stop();
        _services.Live.Remove(Trunk.Id);
        _services.Alarms.Clear(AlarmCodes.TrunkDown, Trunk.Name, Company);
    }

    private static bool IsSameStanding(Trunk a, Trunk b) =>
        (a.Enabled, a.Host, a.Port, a.Transport, a.Register, a.RegisterSeconds, a.Login) == (b.Enabled, b.Host, b.Port, b.Transport, b.Register, b.RegisterSeconds, b.Login)
        && (a.Password, a.FromDomain, a.CheckSeconds, a.TimeoutSeconds) == (b.Password, b.FromDomain, b.CheckSeconds, b.TimeoutSeconds);

    private void Take(Company company, Trunk trunk)
    {
        (Trunk, CompanyName) = (trunk, company.Name);
        _networks = [.. trunk.Addresses.Select(NetworkIn).OfType<IPNetwork>()];
        Secret = trunk is { IdentifyBy: TrunkIdentity.Credentials, Login.Length: > 0, Password.Length: > 0 }
            ? DigestServer.Hash(trunk.Login, company.Realm, trunk.Password)
            : null;
    }

    // The site file has been checked; what all the same is no network is nobody's.
    private static IPNetwork? NetworkIn(string text) => IPNetwork.TryParse(text, out IPNetwork network)
        ? network
        : IPAddress.TryParse(text, out IPAddress? address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8) : null;

    private void TellAlarms()
    {
        bool isDown = _standing.State is TrunkState.Refused or TrunkState.Unreachable;
        if (isDown)
        {
            _services.Alarms.Raise(AlarmCodes.TrunkDown, Trunk.Name, $"Trunk {Trunk.Name} is {_standing.State}: {_standing.Detail}", Company);
        }
        else if (_standing.State != TrunkState.Registering && _wasDown)
        {
            _services.Alarms.Clear(AlarmCodes.TrunkDown, Trunk.Name, Company);
        }

        _wasDown = isDown || (_wasDown && _standing.State == TrunkState.Registering);
    }

    private void Publish()
    {
        if (!_isGone)
        {
            TellAlarms();
            _services.Live.Publish(Trunk.Id, new TrunkStatus(
                Company,
                CompanyName,
                Trunk.Name,
                _standing.State,
                _standing.Detail,
                _standing.Flow?.Remote.ToString() ?? "",
                Calls,
                Trunk.MaxCalls,
                _standing.Since));
        }
    }
}
