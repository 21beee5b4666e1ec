using System.Collections.Frozen;

namespace XHand.Site.Tests;

/// <summary>Sites made at random from a seed, within every limit and at its edges.</summary>
internal sealed class RandomSites(int seed)
{
    private readonly Random _random = new(seed);

    public Company Company(string name) => new(
        NewId(),
        name,
        $"{name}-{_random.Next(1000)}.example.com",
        $"xhand-{_random.Next()}",
        _random.Next(2) == 0 ? null : "America/Sao_Paulo",
        Flag())
    {
        AreaCode = _random.Next(2) == 0 ? null : "21",
    };

    public CompanySite Site(string name)
    {
        Company company = Company(name);
        Dictionary<string, Extension> extensions = [];
        Dictionary<string, Announcement> announcements = [];
        for (int i = _random.Next(30); i > 0; i--)
        {
            string number = _random.Next(10, 100_000).ToString(System.Globalization.CultureInfo.InvariantCulture);
            if (NumberRules.Refusal(number) is not null || announcements.ContainsKey(number) || extensions.ContainsKey(number))
            {
                continue;
            }

            if (_random.Next(4) == 0)
            {
                announcements.Add(number, new(NewId(), number, Text(80), "welcome_" + i, new[] { "pt-BR", "en", "es" }[_random.Next(3)]));
            }
            else
            {
                extensions.Add(number, Extension(number, company.Realm));
            }
        }

        return Outside(new(company, extensions.ToFrozenDictionary(), announcements.ToFrozenDictionary()));
    }

    // Trunks, routes over them and redirects to what is there.
    private CompanySite Outside(CompanySite inside)
    {
        Trunk[] trunks = [.. Enumerable.Range(0, _random.Next(5)).Select(i => Trunk($"Operadora {i}"))];
        Route[] routes = [.. Enumerable.Range(0, _random.Next(8)).Select(i => Route($"rota-{i}", trunks)).Where(r => r.Trunks.Count > 0 || r.Direction == RouteDirection.Inbound)];
        Redirect[] redirects = [.. Enumerable.Range(0, _random.Next(8)).Select(_ => _random.Next(1_000, 1_000_000)).Distinct().Select(did => Redirect($"{did}", inside))];
        return inside with
        {
            Trunks = trunks.ToFrozenDictionary(t => t.Name),
            Routes = routes.ToFrozenDictionary(r => r.Name),
            Redirects = redirects.ToFrozenDictionary(r => r.Did),
        };
    }

    private Trunk Trunk(string name) => new()
    {
        Id = NewId(),
        Name = name,
        Enabled = Flag(),
        Host = new[] { "sip.example.com", "203.0.113.7", "2001:db8::7" }[_random.Next(3)],
        Port = _random.Next(1, 65536),
        Transport = Flag() ? "udp" : "tcp",
        Register = Flag(),
        RegisterSeconds = _random.Next(60, 86401),
        Login = "5521" + _random.Next(),
        Password = "p " + Text(60) + "$",
        FromDomain = Flag() ? "" : "example.com",
        IdentifyBy = Flag() ? TrunkIdentity.Address : TrunkIdentity.Credentials,
        Addresses = Flag() ? [] : ["203.0.113.0/24", "2001:db8::/32", "198.51.100.9"],
        MaxCalls = _random.Next(10_000),
        CallerId = Flag() ? "" : "+552136521777",
        Nat = Flag(),
        Codecs = Flag() ? ["PCMA"] : ["PCMU", "PCMA"],
        TimeoutSeconds = _random.Next(1, 31),
        CheckSeconds = Flag() ? 0 : _random.Next(10, 3601),
    };

    private Route Route(string name, Trunk[] trunks) => new()
    {
        Id = NewId(),
        Name = name,
        Active = Flag(),
        Direction = Flag() ? RouteDirection.Inbound : RouteDirection.Outbound,
        Pattern = new[] { "X.", "0XXXXXXXXXX", "[789]XXXXXXX", "N[2-57]Z.", "190" }[_random.Next(5)],
        Order = _random.Next(1, 10_000),
        CheckClass = Flag(),
        Class = Flag() ? null : (CallClass)_random.Next(6),
        Record = Flag(),
        Trunks = [.. trunks.Where(_ => Flag()).Select(t => t.Name)],
        Strip = _random.Next(21),
        Prefix = Flag() ? "" : "+55#*",
        Suffix = Flag() ? "" : "12#",
        FalseRingback = Flag(),
    };

    private Redirect Redirect(string did, CompanySite inside)
    {
        Destination[] possible =
        [
            new(DestinationKind.Busy, ""),
            new(DestinationKind.HangUp, ""),
            .. inside.Extensions.Keys.Select(n => new Destination(DestinationKind.Extension, n)),
            .. inside.Announcements.Keys.Select(n => new Destination(DestinationKind.Announcement, n)),
        ];
        return new() { Id = NewId(), Did = did, Name = Text(80), Tag = Text(40), Destination = possible[_random.Next(possible.Length)] };
    }

    public SiteSnapshot Snapshot()
    {
        SiteSnapshotBuilder builder = new SiteSnapshotBuilder().Add(Site("default"));
        for (int i = _random.Next(3); i > 0; i--)
        {
            builder.Add(Site($"company{i}"));
        }

        return builder.Build(_random.NextInt64());
    }

    public Guid NewId()
    {
        byte[] bytes = new byte[16];
        _random.NextBytes(bytes);
        return new(bytes);
    }

    private Extension Extension(string number, string realm)
    {
        DigestHashes? hashes = _random.Next(5) == 0 ? null : DigestHashes.Of(number, realm, $"Zeb-{_random.Next()}");
        return new()
        {
            Id = NewId(),
            Number = number,
            Name = Text(80),
            Md5Ha1 = hashes?.Md5,
            Sha256Ha1 = hashes?.Sha256,
            OfferSha256 = Flag(),
            ClassOfService = new[] { CallClass.Local, CallClass.LocalMobile, CallClass.LongDistanceMobile, CallClass.LongDistance, CallClass.International }
                .Where(_ => Flag()).ToFrozenSet(),
            PickupGroups = Groups(),
            CanPickup = Groups(),
            Record = Flag(),
            MaxRegistrations = _random.Next(1, 21),
            MaxCalls = _random.Next(1, 100),
            RingSeconds = _random.Next(5, 301),
        };
    }

    private string[] Groups() => [.. Enumerable.Range(0, _random.Next(65)).Select(i => $"g{i}")];

    private string Text(int longest)
    {
        const string alphabet = "abcXYZ áçõÜ€中'\"\\/<>&;--$%{}[]:,éß\uFFFD";
        char[] text = new char[_random.Next(longest + 1)];
        for (int i = 0; i < text.Length; i++)
        {
            text[i] = alphabet[_random.Next(alphabet.Length)];
        }

        return new string(text).Trim();
    }

    private bool Flag() => _random.Next(2) == 0;
}
