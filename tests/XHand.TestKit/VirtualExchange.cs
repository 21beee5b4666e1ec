using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using XHand.Calls.Facts;
using XHand.Calls.Identity;
using XHand.Calls.Tracing;
using XHand.Loop;
using XHand.Loop.Ids;
using XHand.Loop.Journal;
using XHand.Media;
using XHand.Media.Simulation;
using XHand.Pbx;
using XHand.Sip.Authentication;
using XHand.Sip.Transport;
using XHand.Site;

namespace XHand.TestKit;

/// <summary>
/// The whole exchange on virtual time, with an in-memory network, simulated media and a journal in memory. The same seed and script give
/// the same run.
/// </summary>
public sealed class VirtualExchange
{
    /// <summary>The default company's id.</summary>
    public static readonly Guid Company = new("00000000-0000-7000-8000-00000000c001");

    /// <summary>A second company's id, of domain "filial.example".</summary>
    public static readonly Guid OtherCompany = new("00000000-0000-7000-8000-00000000c002");

    private const string Realm = "xhand-default";
    private const string OtherRealm = "xhand-filial";
    private readonly List<Extension> _extensions = [];
    private readonly List<Announcement> _announcements = [];
    private readonly List<Extension> _otherExtensions = [];
    private readonly List<(Guid Company, Trunk Trunk)> _trunks = [];
    private readonly List<Route> _routes = [];
    private readonly List<(Guid Company, Redirect Redirect)> _redirects = [];
    private int _phones;

    /// <summary>Builds it; it has recovered and takes calls.</summary>
    /// <param name="seed">Of everything that is random.</param>
    /// <param name="recovered">What an earlier process left in its journal.</param>
    /// <param name="pairs">RTP port pairs in the range.</param>
    /// <param name="start">Wall clock at the start.</param>
    /// <param name="recovers">False to leave <see cref="XHand.Pbx.Exchange.Recover"/> to the test.</param>
    public VirtualExchange(
        ulong seed = 1, IReadOnlyList<JournalRecord>? recovered = null, int pairs = 1000, DateTimeOffset? start = null, bool recovers = true)
    {
        Random = new SeededRandom(seed);
        Hosts = new FixedHosts(this);
        Loop = new VirtualLoop(start ?? new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));
        Network = new MemoryNetwork(Loop, Random, new MemoryNetworkFaults { MinDelay = TimeSpan.FromMilliseconds(1), MaxDelay = TimeSpan.FromMilliseconds(1) });
        Journal = new MemoryJournal(Loop);
        Media = new SimulatedMediaEngine(
            new MediaSettings { FirstPort = 20000, LastPort = 20000 + (2 * pairs) - 1, PortQuarantine = TimeSpan.Zero },
            Loop,
            path => path.Contains("missing", StringComparison.Ordinal) ? null : TimeSpan.FromSeconds(3));
        Identity = new IdentitySource(1, new Guid(1, (short)seed, 0, 0, 0, 0, 0, 0, 0, 0, 0), new byte[32]);
        Tracing = new CallTracing(Loop.Time, 1024 * 1024, TimeSpan.FromMinutes(15));
        MemoryTransport transport = Network.Attach(Address);
        Exchange = new Exchange(new ExchangeParts
        {
            Loop = Loop,
            Transport = Tracing.Around((ISipTransport)transport),
            Media = Media,
            Sites = Sites,
            Journal = Tracing.Around(Journal),
            Ids = new TimeOrderedIds(Loop.Time, Random),
            Random = Random,
            Identity = Identity,
            Digest = new DigestServer(Loop.Time, new byte[32], TimeSpan.FromMinutes(5)),
            MediaAddress = flow => flow.Local.Address,
            Hosts = Hosts,
            Logs = Logs,
        });
        Media.Start(Exchange.MediaEvents);
        transport.Start(Tracing.Around(Exchange.Receiver));
        Publish();
        if (recovers)
        {
            Exchange.Recover(recovered ?? []);
        }

        Exchange.FollowSite();
    }

    /// <summary>Where the exchange listens.</summary>
    public static IPEndPoint Address { get; } = new(IPAddress.Parse("10.0.0.1"), 5060);

    /// <summary>Virtual time.</summary>
    public VirtualLoop Loop { get; }

    /// <summary>The network.</summary>
    public MemoryNetwork Network { get; }

    /// <summary>Facts.</summary>
    public MemoryJournal Journal { get; }

    /// <summary>Media.</summary>
    public SimulatedMediaEngine Media { get; }

    /// <summary>Identities.</summary>
    public IdentitySource Identity { get; }

    /// <summary>Stories of calls.</summary>
    public CallTracing Tracing { get; }

    /// <summary>The exchange.</summary>
    public Exchange Exchange { get; }

    /// <summary>The configuration.</summary>
    public FixedSite Sites { get; } = new();

    /// <summary>Randomness of everything.</summary>
    public SeededRandom Random { get; }

    /// <summary>The host names that are known.</summary>
    public FixedHosts Hosts { get; }

    /// <summary>Where logs go; nowhere unless set before use.</summary>
    public static ILoggerFactory Logs => NullLoggerFactory.Instance;

    /// <summary>The records written so far, in order.</summary>
    public IReadOnlyList<CallRecord> Records => [.. Journal.Records
        .Where(record => record.Fact.Type == (ushort)FactType.CallEnded)
        .Select(record => JsonSerializer.Deserialize(record.Fact.Payload.Span, FactJson.Default.CallRecord)!)];

    /// <summary>The only record; throws when there is none or more.</summary>
    public CallRecord Record => Records.Single();

    /// <summary>Types of the facts written, in order, bindings left out.</summary>
    public IReadOnlyList<FactType> CallFacts => [.. Journal.Records.Select(record => (FactType)record.Fact.Type).Where(type => type < FactType.ContactBound)];

    /// <summary>Adds or changes an extension of the default company.</summary>
    public void AddExtension(string number, string name = "", Func<Extension, Extension>? with = null)
    {
        _extensions.RemoveAll(extension => extension.Number == number);
        _extensions.Add(Make(number, name, Realm, with, (uint)_extensions.Count));
        Publish();
    }

    /// <summary>Adds many extensions in one version of the configuration.</summary>
    public void AddExtensions(IEnumerable<string> numbers)
    {
        foreach (string number in numbers)
        {
            _extensions.Add(Make(number, "", Realm, null, (uint)_extensions.Count));
        }

        Publish();
    }

    /// <summary>Adds an extension of the other company.</summary>
    public void AddOtherExtension(string number, string name = "")
    {
        _otherExtensions.Add(Make(number, name, OtherRealm, null, 0x1000 + (uint)_otherExtensions.Count));
        Publish();
    }

    /// <summary>Adds an announcement.</summary>
    public void AddAnnouncement(string number, string prompt)
    {
        _announcements.Add(new Announcement(new Guid((uint)_announcements.Count + 1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0), number, prompt, prompt, "pt-BR"));
        Publish();
    }

    /// <summary>Adds or changes a trunk.</summary>
    public void AddTrunk(Trunk trunk, Guid? company = null)
    {
        _trunks.RemoveAll(known => known.Trunk.Id == trunk.Id);
        _trunks.Add((company ?? Company, trunk));
        Publish();
    }

    /// <summary>Deletes a trunk.</summary>
    public void RemoveTrunk(string name)
    {
        _trunks.RemoveAll(known => known.Trunk.Name == name);
        Publish();
    }

    /// <summary>Adds or changes a route of the default company.</summary>
    public void AddRoute(Route route)
    {
        _routes.RemoveAll(known => known.Id == route.Id);
        _routes.Add(route);
        Publish();
    }

    /// <summary>Adds a redirect.</summary>
    public void AddRedirect(string did, Destination destination, string tag = "", Guid? company = null)
    {
        _redirects.Add((company ?? Company, new Redirect { Id = new Guid((uint)_redirects.Count + 1, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0), Did = did, Destination = destination, Tag = tag }));
        Publish();
    }

    /// <summary>Deletes an extension.</summary>
    public void RemoveExtension(string number)
    {
        _extensions.RemoveAll(extension => extension.Number == number);
        Publish();
    }

    /// <summary>A phone with the right password at an address of its own, not registered.</summary>
    public VirtualPhone Phone(string number, string domain = "", SipProtocol protocol = SipProtocol.Udp)
    {
        _phones++;
        IPEndPoint address = new(new IPAddress([10, 1, (byte)(_phones >> 8), (byte)_phones]), 5060);
        return new VirtualPhone(Network, Loop, Random, address, Address, number, PasswordOf(number), domain) { Protocol = protocol };
    }

    /// <summary>A phone that has registered.</summary>
    public VirtualPhone RegisteredPhone(string number, string domain = "", SipProtocol protocol = SipProtocol.Udp)
    {
        VirtualPhone phone = Phone(number, domain, protocol);
        phone.Register();
        if (!Loop.RunUntil(() => phone.RegisterStatus == 200, TimeSpan.FromSeconds(5)))
        {
            throw new InvalidOperationException($"{number} could not register: {phone.RegisterStatus}");
        }

        return phone;
    }

    /// <summary>The password of every extension.</summary>
    public static string PasswordOf(string number) => $"secret-{number}";

    /// <summary>What has not been given back; empty when nothing leaks. Waits for the 32 s that transactions stay.</summary>
    public IReadOnlyList<string> Leaks()
    {
        Loop.Advance(TimeSpan.FromSeconds(70));
        List<string> leaks = [];
        Check(leaks, "calls", Exchange.Calls.Count);
        Check(leaks, "published calls", Exchange.Live.Calls().Count);
        Check(leaks, "dialogs", Exchange.DialogCount);
        Check(leaks, "pending INVITEs", Exchange.PendingInvites);
        Check(leaks, "legs with open media", Exchange.OpenMedia);
        Check(leaks, "transactions", Exchange.Transactions.Count);
        Check(leaks, "RTP ports", Media.ReservedPairs);
        Check(leaks, "calls counted at trunks", Exchange.Trunks.Calls);
        foreach (Extension extension in _extensions)
        {
            Check(leaks, $"calls counted at {extension.Number}", Exchange.Calls.CountOf(Company, extension.Number));
        }

        return leaks;
    }

    private static void Check(List<string> leaks, string what, int left)
    {
        if (left != 0)
        {
            leaks.Add($"{left} {what}");
        }
    }

    private static Extension Make(string number, string name, string realm, Func<Extension, Extension>? with, uint id)
    {
        DigestSecret secret = DigestServer.Hash(number, realm, PasswordOf(number));
        Extension extension = new()
        {
            Id = new Guid(id + 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0),
            Number = number,
            Name = name,
            Md5Ha1 = secret.Md5Ha1,
            Sha256Ha1 = secret.Sha256Ha1,
            RingSeconds = 20,
        };
        return with?.Invoke(extension) ?? extension;
    }

    private void Publish()
    {
        SiteSnapshotBuilder builder = new();
        builder.Add(new Company(Company, SiteSnapshotBuilder.DefaultCompany, "default.example", Realm, null, false) { AreaCode = "11" });
        builder.Add(new Company(OtherCompany, "filial", "filial.example", OtherRealm, null, false));
        _extensions.ForEach(extension => builder.Add(Company, extension));
        _otherExtensions.ForEach(extension => builder.Add(OtherCompany, extension));
        _announcements.ForEach(announcement => builder.Add(Company, announcement));
        _trunks.ForEach(known => builder.Add(known.Company, known.Trunk));
        _routes.ForEach(route => builder.Add(Company, route));
        _redirects.ForEach(known => builder.Add(known.Company, known.Redirect));
        Sites.Current = builder.Build((Sites.Current?.Version ?? 0) + 1);
        Exchange.FollowSite();
    }
}
