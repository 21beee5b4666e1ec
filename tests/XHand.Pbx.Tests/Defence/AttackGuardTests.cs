using System.Collections.Frozen;
using System.Net;
using XHand.Calls.Alarms;
using XHand.Loop;
using XHand.Pbx.Defence;
using XHand.Sip.Transport;
using XHand.Site;

namespace XHand.Pbx.Tests.Defence;

/// <summary>Who is blocked and who is not (SEC-01, SEC-03, SEC-05).</summary>
public sealed class AttackGuardTests
{
    private static readonly IPAddress Attacker = IPAddress.Parse("198.51.100.7");

    private readonly VirtualLoop _loop = new(DateTimeOffset.UnixEpoch);
    private readonly SourceFilter _filter;
    private readonly BlockBook _book;
    private readonly AttackGuard _guard;
    private readonly CompanySite _company = Company(new Company(Guid.NewGuid(), "default", "pbx.example", "xhand", null, false));

    public AttackGuardTests()
    {
        _filter = new SourceFilter(_loop.Time);
        _book = new BlockBook(_filter, _loop.Time);
        _guard = new AttackGuard(new DefenceSettings { SafeNetworks = [IPNetwork.Parse("10.0.0.0/8")] }, _book, new NoAlarms(), _loop.Time);
    }

    [Fact]
    public void Three_wrong_passwords_block_an_address_without_a_phone_of_ours_for_an_hour()
    {
        Fail(2);
        Assert.False(_filter.IsBlocked(Attacker));
        Fail(1);
        Assert.True(_filter.IsBlocked(Attacker));
        Block block = Assert.Single(_book.List());
        Assert.Equal(("198.51.100.7", null, "3 wrong passwords"), (block.Network, block.User, block.Reason));
        _loop.Advance(TimeSpan.FromMinutes(60));
        Assert.False(_filter.IsBlocked(Attacker));
        Assert.Empty(_book.List());
    }

    [Fact]
    public void Behind_the_address_of_a_phone_of_ours_only_the_user_is_blocked_and_the_phone_goes_on()
    {
        _guard.HasPhone = Attacker.Equals;
        Fail(3, "1700");
        Assert.False(_filter.IsBlocked(Attacker));
        Assert.True(_guard.IsBlocked(Attacker, _company.Company.Id, "1700"));
        Assert.False(_guard.IsBlocked(Attacker, _company.Company.Id, "1701"));
        Assert.False(_guard.IsBlocked(Attacker, Guid.NewGuid(), "1700"));
        Assert.False(_guard.IsBlocked(IPAddress.Parse("198.51.100.8"), _company.Company.Id, "1700"));
        Assert.True(_book.Remove("198.51.100.7"));
        Assert.False(_guard.IsBlocked(Attacker, _company.Company.Id, "1700"));
    }

    [Fact]
    public void A_right_password_takes_the_failures_of_its_user_back_and_time_takes_all()
    {
        Fail(2, "1700");
        _guard.Succeeded(Attacker, _company.Company.Id, "1700");
        Fail(2, "1700");
        Assert.Empty(_book.List());
        _loop.Advance(TimeSpan.FromMinutes(11));
        Fail(2, "1700");
        Assert.Empty(_book.List());
    }

    [Fact]
    public void One_try_at_each_of_many_users_counts_as_one_attacker()
    {
        Fail(1, "1700");
        Fail(1, "1701");
        Fail(1, "1702");
        Assert.True(_filter.IsBlocked(Attacker));
    }

    [Fact]
    [Trait("Feature", "SEC-03")]
    [Trait("Feature", "SEC-05")]
    public void Safe_networks_operators_and_exempt_extensions_are_never_blocked()
    {
        _guard.IsOperator = Attacker.Equals;
        Fail(10);
        _guard.IsOperator = static _ => false;
        for (int i = 0; i < 10; i++)
        {
            _guard.Failed(IPAddress.Parse("10.1.2.3"), _company, "1700");
            _guard.Failed(IPAddress.Parse("203.0.113.9"), Company(_company.Company with { SafeAddresses = ["203.0.113.0/24"] }), "1700");
            _guard.Failed(IPAddress.Parse("203.0.113.9"), Company(_company.Company with { NeverBlocked = ["1700"] }), "1700");
        }

        Assert.Empty(_book.List());
    }

    [Fact]
    public void Who_asks_without_a_password_again_and_again_is_blocked_unless_it_has_shown_a_right_one()
    {
        IPAddress office = IPAddress.Parse("192.0.2.30");
        _guard.Challenged(office, _company);
        _guard.Succeeded(office, _company.Company.Id, "1700");
        for (int i = 0; i < 201; i++)
        {
            Assert.False(_filter.IsBlocked(Attacker));
            _guard.Challenged(Attacker, _company);
            _guard.Challenged(office, _company);
        }

        Assert.True(_filter.IsBlocked(Attacker));
        for (int i = 0; i < 200; i++)
        {
            _guard.Challenged(IPAddress.Parse("192.0.2.31"), _company);
            _loop.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.Single(_book.List());
    }

    [Fact]
    public void Forged_addresses_fill_no_memory()
    {
        for (uint i = 0; i < 100_000; i++)
        {
            IPAddress forged = new([172, (byte)(i >> 16), (byte)(i >> 8), (byte)i]);
            _guard.Failed(forged, _company, "1700");
            _guard.Failed(forged, _company, "1700");
            _guard.Failed(forged, _company, "1700");
        }

        Assert.Equal(BlockBook.MaxBlocks, _book.List().Count);
    }

    [Fact]
    public void A_network_stays_blocked_for_good_and_comes_back_with_the_next_start()
    {
        _book.Add(new Block("203.0.113.0/24", null, "scanner", _loop.Time.GetUtcNow(), null));
        _book.Add(new Block("198.51.100.7", null, "guess", _loop.Time.GetUtcNow(), _loop.Time.GetUtcNow().AddMinutes(5)));
        SourceFilter filter = new(_loop.Time);
        BlockBook next = new(filter, _loop.Time);
        _loop.Advance(TimeSpan.FromMinutes(4));
        next.Restore(_book.List());
        Assert.True(filter.IsBlocked(IPAddress.Parse("203.0.113.200")));
        Assert.True(filter.IsBlocked(Attacker));
        _loop.Advance(TimeSpan.FromMinutes(2));
        Assert.False(filter.IsBlocked(Attacker));
        next.Forget();
        Assert.True(filter.IsBlocked(IPAddress.Parse("203.0.113.200")));
        Assert.True(next.Remove("203.0.113.0/24"));
        Assert.False(filter.IsBlocked(IPAddress.Parse("203.0.113.200")));
        Assert.False(next.Remove("203.0.113.0/24"));
    }

    private static CompanySite Company(Company company) =>
        new(company, FrozenDictionary<string, Extension>.Empty, FrozenDictionary<string, Announcement>.Empty);

    private void Fail(int times, string user = "1700")
    {
        for (int i = 0; i < times; i++)
        {
            _guard.Failed(Attacker, _company, user);
        }
    }
}
