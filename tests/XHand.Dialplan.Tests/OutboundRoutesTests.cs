using XHand.Site;
using static XHand.Dialplan.Tests.OutsideSite;

namespace XHand.Dialplan.Tests;

/// <summary>Routes: which one a number takes, how it is rewritten, who may, and where a call overflows to.</summary>
public sealed class OutboundRoutesTests
{
    private static readonly Trunk _second = Trunk("reserva");

    [Fact]
    public void An_inactive_route_and_an_inbound_route_never_match()
    {
        Route off = Route("off", "X.", 1) with { Active = false };
        Route inbound = Route("in", "X.", 1) with { Direction = RouteDirection.Inbound };
        Assert.Equal(
            new ToRefusal(404, 3, "No route leads to 36521777: no active outbound route matches"),
            Dial(Of(routes: [off, inbound]), "36521777").Destination);
    }

    [Fact]
    public void Lower_order_comes_first_then_the_narrower_pattern_then_the_name()
    {
        Route[] routes =
        [
            Route("e", "X.", 100),
            Route("d", "XXXXXXXX", 100),
            Route("c", "[34]XXXXXXX", 100),
            Route("b", "3652.", 100),
            Route("a", "3652.", 100),
            Route("z", "X.", 99),
        ];
        Assert.Equal(["z", "a", "b", "c", "d", "e"], Of(routes: routes).Default.OutboundRoutes.Select(r => r.Name));
        Assert.Equal("z", Assert.IsType<ToTrunks>(Dial(Of(routes: routes), "36521777").Destination).Choices[0].Route.Name);
    }

    [Theory]
    [Trait("Feature", "RTE-09")]
    [InlineData("0212136521777", 3, "0", "", "02136521777")]
    [InlineData("36521777", 0, "021", "", "02136521777")]
    [InlineData("36521777", 0, "1234#", "", "1234#36521777")]
    [InlineData("36521777", 0, "+5521", "", "+552136521777")]
    [InlineData("36521777", 0, "", "99", "3652177799")]
    [InlineData("36521777", 4, "1", "2", "117772")]
    [InlineData("36521777", 8, "40041234", "", "40041234")]
    [InlineData("36521777", 20, "40041234", "", "40041234")]
    public void The_first_digits_are_exchanged_for_the_prefix_and_the_suffix_follows(string dialled, int strip, string prefix, string suffix, string sent)
    {
        Route route = Route("r", "X.") with { Strip = strip, Prefix = prefix, Suffix = suffix };
        Assert.Equal($"operadora {sent}", Ways(Dial(Of(routes: [route]), dialled)));
    }

    [Fact]
    public void A_route_that_would_leave_nothing_of_the_number_is_passed_over_with_its_reason()
    {
        RoutePlan plan = Dial(Of(routes: [Route("nada", "X.", 1) with { Strip = 8 }]), "36521777");
        Assert.Equal(503, Assert.IsType<ToRefusal>(plan.Destination).SipStatus);
        Assert.Contains(plan.Reasons, r => r.Outcome.Contains("\"nada\" (X.) matches, but its rewriting", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Feature", "RTE-03")]
    public void A_route_that_checks_the_class_refuses_who_lacks_it_and_one_that_does_not_lets_anyone_pass()
    {
        Route route = Route("Default", "X.");
        Assert.Equal(
            new ToRefusal(403, 21, "1701 may not make calls of class local, which route \"Default\" asks for"),
            Dial(Of(routes: [route]), "36521777", "1701").Destination);
        Assert.Equal("operadora 36521777", Ways(Dial(Of(routes: [route]), "36521777", "1700")));
        Assert.Equal("operadora 36521777", Ways(Dial(Of(routes: [route with { CheckClass = false }]), "36521777", "1701")));
    }

    [Fact]
    public void The_first_route_that_matches_decides_so_that_a_later_open_one_is_no_way_around()
    {
        Route open = Route("open", "X.", 200) with { CheckClass = false };
        Assert.Equal(403, Assert.IsType<ToRefusal>(Dial(Of(routes: [Route("DDI", "00.", 1), open]), "0015110088899", "1701").Destination).SipStatus);
    }

    [Fact]
    public void Overflow_goes_only_where_the_caller_may()
    {
        Route first = Route("open", "X.", 1) with { CheckClass = false };
        Route second = Route("paid", "X.", 2, "reserva") with { Class = CallClass.International };
        SiteSnapshot site = Of(trunks: [Operadora, _second], routes: [first, second]);
        Assert.Equal("operadora 36521777", Ways(Dial(site, "36521777", "1701")));
        Assert.Equal("operadora 36521777; reserva 36521777", Ways(Dial(site, "36521777", "1700")));
    }

    [Fact]
    public void A_route_s_own_class_stands_above_that_of_the_number()
    {
        Route route = Route("matriz", "8XXX") with { Class = CallClass.Internal };
        RoutePlan plan = Dial(Of(routes: [route]), "8123", "1701");
        Assert.Equal(CallClass.Internal, plan.Class);
        Assert.Equal("operadora 8123", Ways(plan));
        Assert.Equal(CallClass.International, Dial(Of(routes: [Route("r", "X.") with { Class = CallClass.International }]), "36521777").Class);
    }

    [Fact]
    public void A_number_of_no_known_form_goes_by_a_route_that_does_not_check_and_counts_as_local()
    {
        RoutePlan plan = Dial(Of(routes: [Route("r", "8XXX") with { CheckClass = false }]), "8123", "1701");
        Assert.Equal((CallClass.Local, "operadora 8123"), (plan.Class, Ways(plan)));
    }

    [Fact]
    public void Trunks_come_in_the_route_s_order_and_those_of_further_routes_after_them()
    {
        Route first = Route("first", "X.", 1, "b", "a");
        Route second = Route("second", "XXXXXXXX", 2, "a", "c") with { Prefix = "0" };
        Route third = Route("third", "X.", 3, "b");
        SiteSnapshot site = Of(trunks: [Trunk("a"), Trunk("b"), Trunk("c")], routes: [third, second, first]);
        Assert.Equal("b 36521777; a 36521777; a 036521777; c 036521777", Ways(Dial(site, "36521777")));
    }

    [Fact]
    public void A_disabled_trunk_and_one_that_is_gone_are_left_out_with_their_reasons()
    {
        SiteSnapshot site = Of(trunks: [Operadora with { Enabled = false }, _second], routes: [Route("r", "X.", 1, "operadora", "gone", "reserva")]);
        RoutePlan plan = Dial(site, "36521777");
        Assert.Equal("reserva 36521777", Ways(plan));
        Assert.Equal(["operadora is disabled", "gone does not exist"], plan.Reasons.Where(r => r.Rule == "trunk").Select(r => r.Outcome));

        RoutePlan none = Dial(Of(trunks: [Operadora with { Enabled = false }]), "36521777");
        Assert.Equal(new ToRefusal(503, 34, "Route \"Local\" leads to 36521777, but no trunk is there to take it"), none.Destination);
    }

    [Fact]
    public void The_trunk_s_caller_id_is_shown_else_the_extension_s_number()
    {
        SiteSnapshot site = Of(trunks: [Operadora with { CallerId = "2136521700" }, _second], routes: [Route("r", "X.", 1, "operadora", "reserva")]);
        Assert.Equal(["2136521700", "1700"], Assert.IsType<ToTrunks>(Dial(site, "36521777").Destination).Choices.Select(c => c.CallerId));
    }

    [Fact]
    public void Numbers_of_the_company_come_before_every_route()
    {
        SiteSnapshot site = Of(routes: [Route("r", "X.", 1) with { CheckClass = false }]);
        Assert.IsType<ToExtension>(Dial(site, "1701").Destination);
        Assert.IsType<ToAnnouncement>(Dial(site, "1799").Destination);
        Assert.Equal("code", Dial(site, "700").Reasons[^1].Rule);
    }

    [Fact]
    public void Every_decision_of_a_call_out_is_told_in_its_order_and_misses_only_when_asked_for()
    {
        Route[] routes = [Route("off", "X.", 1) with { Active = false }, Route("DDI", "00.", 2), Route("curta", "XXXX", 3), Route("Local", "3XXXXXXX", 4)];
        Assert.Equal(
            [
                new("number", "36521777 was dialled"),
                new("caller", "1700 of company \"default\" calls"),
                new("class", "36521777 is an outside number of class local: a fixed line"),
                new("route", "\"off\" (X.) is not active"),
                new("route", "\"DDI\" (00.) does not match: digit 1 is 3"),
                new("route", "\"curta\" (XXXX) does not match: 8 digits are more than it takes"),
                new("classOfService", "1700 may make calls of class local"),
                new("route", "\"Local\" (3XXXXXXX) matches: over operadora"),
            ],
            Dial(Of(routes: routes), "36521777", withMisses: true).Reasons);
        Assert.Equal(["number", "caller", "class", "classOfService", "route"], Dial(Of(routes: routes), "36521777").Reasons.Select(r => r.Rule));
    }

    [Fact]
    public void What_a_number_is_stands_in_the_reasons()
    {
        static string About(string dialled) => Dial(Of(), dialled).Reasons.Single(r => r.Rule == "class").Outcome.Split(": ")[1];
        Assert.Equal("a fixed line in area 11, by carrier 15 (Vivo)", About("0151136521777"));
        Assert.Equal("a mobile in area 21", About("021987654321"));
        Assert.Equal("a mobile without its ninth digit", About("87654321"));
        Assert.Equal("a fixed line in area 23, which was not in use", About("2332345678"));
        Assert.Equal("a fixed line in area 11, by carrier 47, called collect", About("90471136521777"));
        Assert.Equal("a premium number", About("09001234567"));
    }

    [Fact]
    public void Routes_that_do_not_match_cost_a_call_no_memory()
    {
        Route way = Route("zz", "36521777", 9999);
        SiteSnapshot few = Of(routes: [way]);
        SiteSnapshot many = Of(routes: [way, .. Enumerable.Range(0, 999).Select(i => Route($"r{i}", $"0{i}[2-5]XX.", 1))]);
        Assert.InRange(AllocatedBy(many) - AllocatedBy(few), -2_000, 2_000);

        static long AllocatedBy(SiteSnapshot site)
        {
            Dial(site, "36521777");
            long before = GC.GetAllocatedBytesForCurrentThread();
            Dial(site, "36521777");
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void No_dialled_text_makes_a_site_with_routes_fail_and_nobody_without_a_class_gets_out_by_a_route_that_checks_it()
    {
        Random random = new(20261121);
        SiteSnapshot site = Of();
        const string alphabet = "0123456789*#+0123456789 -.a";
        for (int round = 0; round < 20_000; round++)
        {
            string text = new([.. Enumerable.Range(0, random.Next(24)).Select(_ => alphabet[random.Next(alphabet.Length)])]);
            RoutePlan allowed = Dial(site, text, withMisses: true);
            Assert.Equal(allowed.Destination is ToTrunks, allowed.Destination is ToTrunks { Choices.Count: > 0 });
            if (Dial(site, text, "1701") is { Destination: ToTrunks } plan)
            {
                Assert.Equal(CallClass.Emergency, plan.Class);
            }
        }
    }
}
