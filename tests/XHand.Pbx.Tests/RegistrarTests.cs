using System.Globalization;
using XHand.Calls.Facts;
using XHand.Calls.Live;
using XHand.Loop.Journal;
using XHand.Sip.Messages;
using XHand.Sip.Transport;
using XHand.TestKit;

namespace XHand.Pbx.Tests;

/// <summary>RFC 3261 10.3 by virtual phones.</summary>
public sealed class RegistrarTests
{
    private readonly VirtualExchange _exchange = new();

    public RegistrarTests()
    {
        _exchange.AddExtension("1700", "Ana");
        _exchange.AddExtension("1701", "Bia");
    }

    [Fact]
    public void A_phone_with_the_right_password_is_bound_for_the_time_it_asked()
    {
        VirtualPhone phone = _exchange.Phone("1700");
        Register(phone, 600);

        Assert.Equal(200, phone.RegisterStatus);
        Assert.Equal(["<sip:1700@10.1.0.1:5060>;expires=600"], phone.Registrations[^1].Values(SipHeader.Contact));
        Assert.Equal("Sat, 21 Nov 2026 12:00:00 GMT", phone.Registrations[^1].Text(SipHeader.Date));
        RegistrationView view = Assert.Single(_exchange.Exchange.Live.Registrations());
        Assert.Equal(("1700", "10.1.0.1:5060", "udp", "VirtualPhone/1"), (view.Number, view.Source, view.Protocol, view.UserAgent));
        Assert.Equal(view.RegisteredAt.AddSeconds(600), view.ExpiresAt);
    }

    [Fact]
    public void A_wrong_password_and_an_unknown_user_get_the_same_401()
    {
        VirtualPhone wrong = _exchange.Phone("1700");
        wrong.Password = "guess";
        VirtualPhone unknown = _exchange.Phone("9999");
        Register(wrong);
        Register(unknown);

        Assert.Equal(401, wrong.RegisterStatus);
        Assert.Equal(401, unknown.RegisterStatus);
        Assert.Equal(Shape(wrong.Registrations[^1]), Shape(unknown.Registrations[^1]));
        Assert.Equal(4, _exchange.Exchange.Authenticator.Failures.Total);
        Assert.Equal(2, _exchange.Exchange.Authenticator.Failures.Of(System.Net.IPAddress.Parse("10.1.0.1")));
        Assert.Equal(0, _exchange.Exchange.Bindings.Count);
    }

    [Theory]
    [InlineData(59, 423)]
    [InlineData(1, 423)]
    [InlineData(60, 200)]
    public void Too_short_a_time_is_refused_with_the_shortest(int seconds, int status)
    {
        VirtualPhone phone = _exchange.Phone("1700");
        Register(phone, seconds);

        Assert.Equal(status, phone.RegisterStatus);
        Assert.Equal(status == 423 ? "60" : null, phone.Registrations[^1].Text(SipHeader.MinExpires));
        Assert.Equal(status == 423 ? 0 : 1, _exchange.Exchange.Bindings.Count);
    }

    [Fact]
    public void Too_long_a_time_is_shortened_and_none_is_an_hour()
    {
        VirtualPhone phone = _exchange.Phone("1700");
        Register(phone, 1_000_000);
        Assert.Contains(";expires=3600", phone.Registrations[^1].Values(SipHeader.Contact)[0], StringComparison.Ordinal);
        Register(phone, null);
        Assert.Contains(";expires=3600", phone.Registrations[^1].Values(SipHeader.Contact)[0], StringComparison.Ordinal);
    }

    [Fact]
    public void The_contacts_own_expires_outweighs_the_header()
    {
        VirtualPhone phone = _exchange.Phone("1700");
        Register(phone, 600, "<sip:1700@10.1.0.1:5060>;expires=120");
        Assert.Equal(["<sip:1700@10.1.0.1:5060>;expires=120"], phone.Registrations[^1].Values(SipHeader.Contact));
    }

    [Fact]
    public void A_binding_ends_by_itself()
    {
        Register(_exchange.Phone("1700"), 60);
        _exchange.Loop.Advance(TimeSpan.FromSeconds(58));
        Assert.Equal(1, _exchange.Exchange.Bindings.Count);
        _exchange.Loop.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(0, _exchange.Exchange.Bindings.Count);
        Assert.Empty(_exchange.Exchange.Live.Registrations());
        Assert.Equal((ushort)FactType.ContactUnbound, _exchange.Journal.Records[^1].Fact.Type);
    }

    [Fact]
    public void The_same_contact_again_is_refreshed_not_added()
    {
        VirtualPhone phone = _exchange.Phone("1700");
        Register(phone, 60);
        _exchange.Loop.Advance(TimeSpan.FromSeconds(30));
        Register(phone, 60);
        _exchange.Loop.Advance(TimeSpan.FromSeconds(45));

        Assert.Equal(1, _exchange.Exchange.Bindings.Count);
        JournalRecord[] facts = [.. _exchange.Journal.Records];
        Assert.Equal([(ushort)FactType.ContactBound, (ushort)FactType.ContactBound], facts.Select(fact => fact.Fact.Type));
        Assert.Equal(facts[0].Fact.Stream, facts[1].Fact.Stream);
        Assert.Equal([1u, 2u], facts.Select(fact => fact.Fact.StreamVersion));
    }

    [Fact]
    public void Several_phones_of_an_extension_are_all_listed()
    {
        Register(_exchange.Phone("1700"), 600);
        VirtualPhone second = _exchange.Phone("1700");
        Register(second, 300);
        Assert.Equal(
            ["<sip:1700@10.1.0.1:5060>;expires=600", "<sip:1700@10.1.0.2:5060>;expires=300"], second.Registrations[^1].Values(SipHeader.Contact));
    }

    [Fact]
    public void One_phone_more_than_allowed_is_refused_and_nothing_changes()
    {
        _exchange.AddExtension("1702", "", extension => extension with { MaxRegistrations = 2 });
        VirtualPhone first = _exchange.Phone("1702");
        Register(first);
        Register(_exchange.Phone("1702"));
        VirtualPhone third = _exchange.Phone("1702");
        Register(third);
        Assert.Equal(403, third.RegisterStatus);
        Assert.Equal(2, _exchange.Exchange.Bindings.Count);

        Register(first, 0);
        Register(third);
        Assert.Equal(200, third.RegisterStatus);
    }

    [Fact]
    public void Expires_zero_removes_the_contact()
    {
        VirtualPhone phone = _exchange.Phone("1700");
        Register(phone);
        Register(phone, 0);
        Assert.Equal(200, phone.RegisterStatus);
        Assert.Empty(phone.Registrations[^1].Values(SipHeader.Contact));
        Assert.Equal(0, _exchange.Exchange.Bindings.Count);
    }

    [Fact]
    public void A_star_removes_every_contact()
    {
        VirtualPhone phone = _exchange.Phone("1700");
        Register(phone);
        Register(_exchange.Phone("1700"));
        Register(phone, 0, "*");
        Assert.Equal(200, phone.RegisterStatus);
        Assert.Equal(0, _exchange.Exchange.Bindings.Count);
    }

    [Theory]
    [InlineData(3600, "*")]
    [InlineData(null, "*")]
    [InlineData(0, "*, <sip:1700@10.1.0.1>")]
    [InlineData(600, "<http://10.1.0.1>")]
    public void A_star_only_goes_alone_and_with_expires_zero(int? expires, string contact)
    {
        Register(_exchange.Phone("1700"));
        VirtualPhone phone = _exchange.Phone("1700");
        Register(phone, expires, contact);
        Assert.Equal(400, phone.RegisterStatus);
        Assert.Equal(1, _exchange.Exchange.Bindings.Count);
    }

    [Fact]
    public void Without_a_contact_it_only_asks()
    {
        Register(_exchange.Phone("1700"), 600);
        VirtualPhone asking = _exchange.Phone("1700");
        Register(asking, null, "");
        Assert.Equal(200, asking.RegisterStatus);
        Assert.Equal(["<sip:1700@10.1.0.1:5060>;expires=600"], asking.Registrations[^1].Values(SipHeader.Contact));
        Assert.Equal(1, _exchange.Exchange.Bindings.Count);
    }

    [Fact]
    public void A_telephone_that_comes_back_at_another_address_replaces_itself()
    {
        const string Instance = "+sip.instance=\"<urn:uuid:00000000-0000-1000-8000-000A95A0E128>\"";
        VirtualPhone phone = _exchange.Phone("1700");
        Register(phone, 600, $"<sip:1700@10.1.0.1:5060>;{Instance}");
        Register(phone, 600, $"<sip:1700@10.1.0.1:6060>;{Instance}");
        Assert.Equal($"<sip:1700@10.1.0.1:6060>;expires=600;{Instance}", Assert.Single(phone.Registrations[^1].Values(SipHeader.Contact)));
    }

    [Fact]
    public void A_request_overtaken_by_a_later_one_changes_nothing()
    {
        VirtualPhone phone = _exchange.Phone("1700");
        Register(phone, 600);
        phone.RegisterCSeq = 0;
        Register(phone, 0);
        Assert.Equal(500, phone.RegisterStatus);
        Assert.Equal(1, _exchange.Exchange.Bindings.Count);
    }

    [Fact]
    public void One_extension_cannot_register_another()
    {
        VirtualPhone phone = _exchange.Phone("1700");
        phone.RegistersAs = "1701";
        Register(phone);
        Assert.Equal(403, phone.RegisterStatus);
        Assert.Empty(_exchange.Exchange.Bindings.Of(VirtualExchange.Company, "1701"));
    }

    [Fact]
    public void An_extension_of_one_company_does_not_exist_for_another()
    {
        _exchange.AddOtherExtension("1750");
        VirtualPhone there = _exchange.Phone("1750", "filial.example");
        VirtualPhone here = _exchange.Phone("1750");
        Register(there);
        Register(here);
        Assert.Equal(200, there.RegisterStatus);
        Assert.Equal(401, here.RegisterStatus);
        Assert.Single(_exchange.Exchange.Bindings.Of(VirtualExchange.OtherCompany, "1750"));
        Assert.Empty(_exchange.Exchange.Bindings.Of(VirtualExchange.Company, "1750"));
    }

    [Fact]
    public void Bindings_outlive_a_restart()
    {
        Register(_exchange.Phone("1700"), 600);
        Register(_exchange.Phone("1701"), 60);
        VirtualPhone gone = _exchange.Phone("1701");
        Register(gone, 600);
        Register(gone, 0);

        VirtualExchange later = new(recovered: [.. _exchange.Journal.Records], start: new DateTimeOffset(2026, 11, 21, 12, 2, 0, TimeSpan.Zero));

        RegistrationView view = Assert.Single(later.Exchange.Live.Registrations());
        Assert.Equal(("1700", "10.1.0.1:5060"), (view.Number, view.Source));
        Assert.Equal(new DateTimeOffset(2026, 11, 21, 12, 10, 0, TimeSpan.Zero), view.ExpiresAt, TimeSpan.FromSeconds(1));
        JournalRecord expired = Assert.Single(later.Journal.Records);
        Assert.Equal(((ushort)FactType.ContactUnbound, 2u), (expired.Fact.Type, expired.Fact.StreamVersion));
        later.Loop.Advance(TimeSpan.FromMinutes(8) + TimeSpan.FromSeconds(1));
        Assert.Equal(0, later.Exchange.Bindings.Count);
    }

    [Fact]
    public void The_first_answer_waits_for_phones_that_loop_when_it_comes_at_once_and_a_refresh_does_not()
    {
        // baresip 1.0.0, module mwi: seen sending 2,000 SUBSCRIBEs a second for ever.
        VirtualPhone phone = _exchange.Phone("1700");
        DateTimeOffset before = _exchange.Loop.Time.GetUtcNow();
        Register(phone);
        Assert.InRange(_exchange.Loop.Time.GetUtcNow() - before, TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(40));
        before = _exchange.Loop.Time.GetUtcNow();
        Register(phone);
        Assert.InRange(_exchange.Loop.Time.GetUtcNow() - before, TimeSpan.Zero, TimeSpan.FromMilliseconds(10));
    }

    [Fact]
    public void A_phone_on_TCP_is_bound_to_its_flow()
    {
        VirtualPhone phone = _exchange.Phone("1700", protocol: SipProtocol.Tcp);
        Register(phone);
        Assert.Equal("tcp", Assert.Single(_exchange.Exchange.Live.Registrations()).Protocol);
    }

    [Fact]
    public void A_challenge_leaves_no_transaction_behind()
    {
        VirtualPhone wrong = _exchange.Phone("1700");
        wrong.Password = "guess";
        Register(wrong);
        Assert.Equal(0, _exchange.Exchange.Transactions.ServerCount);
    }

    private void Register(VirtualPhone phone, long? expires = 3600, string? contact = null)
    {
        int before = phone.Registrations.Count;
        phone.Register(expires, contact);
        Assert.True(_exchange.Loop.RunUntil(() => phone.Registrations.Count > before, TimeSpan.FromSeconds(5)));
    }

    // What could tell the two apart: everything but nonces, tags and the request's own words.
    private static string Shape(SipResponse response) => string.Join('\n', System.Text.Encoding.ASCII.GetString(response.Buffer.Span)
        .Split("\r\n")
        .Where(line => !line.StartsWith("Via", StringComparison.Ordinal) && !line.StartsWith("From", StringComparison.Ordinal)
            && !line.StartsWith("To", StringComparison.Ordinal) && !line.StartsWith("Call-ID", StringComparison.Ordinal))
        .Select(line => System.Text.RegularExpressions.Regex.Replace(line, "nonce=\"[^\"]*\"", "nonce=\"\"").ToString(CultureInfo.InvariantCulture)));
}
