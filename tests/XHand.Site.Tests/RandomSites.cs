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
        Flag());

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

        return new(company, extensions.ToFrozenDictionary(), announcements.ToFrozenDictionary());
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
