using XHand.Site;
using static XHand.Dialplan.Tests.OutsideSite;

namespace XHand.Dialplan.Tests;

/// <summary>Calls from outside: inbound routes rewrite, redirects lead in, and nothing else does.</summary>
public sealed class InboundCallsTests
{
    private static readonly Redirect _sales = Redirect("1778", DestinationKind.Extension, "1700", "vendas");

    [Theory]
    [InlineData("1778")]
    [InlineData("22331778")]
    [InlineData("2122331778")]
    [InlineData("+552122331778")]
    [InlineData("1778#")]
    public void A_redirect_takes_every_called_number_that_ends_with_it(string did)
    {
        RoutePlan plan = Call(Of(redirects: [_sales]), did);
        Assert.Equal("1700", Assert.IsType<ToExtension>(plan.Destination).Extension.Number);
        Assert.Equal(("vendas", "011987654321", ""), (plan.Tag, plan.CallerShown, plan.Route));
    }

    [Fact]
    public void The_longest_redirect_wins()
    {
        SiteSnapshot site = Of(redirects: [Redirect("78", DestinationKind.Busy), _sales, Redirect("331778", DestinationKind.Announcement, "1799")]);
        Assert.IsType<ToAnnouncement>(Call(site, "22331778").Destination);
        Assert.IsType<ToExtension>(Call(site, "22341778").Destination);
        Assert.Equal(new ToRefusal(486, 17, "The redirect says busy"), Call(site, "22341878").Destination);
    }

    [Theory]
    [InlineData("22331779", "No redirect takes 22331779")]
    [InlineData("778", "No redirect takes 778")]
    [InlineData("1700", "No redirect takes 1700")]
    [InlineData("1799", "No redirect takes 1799")]
    [InlineData("+1700", "No redirect takes 1700")]
    [InlineData("ana", "ana is not made of digits")]
    [InlineData("*33", "No redirect takes *33")]
    public void Another_number_is_refused_with_404_and_an_extension_s_own_is_no_way_in(string did, string why) =>
        Assert.Equal(why, Assert.IsType<ToRefusal>(Call(Of(redirects: [_sales]), did).Destination).Why);

    [Fact]
    public void A_call_without_a_number_is_484_and_of_an_unknown_company_404()
    {
        Assert.Equal(484, Assert.IsType<ToRefusal>(Call(Of(), "").Destination).SipStatus);
        Assert.Equal(404, Assert.IsType<ToRefusal>(RoutePlanner.PlanInbound(Of(), new(Guid.Empty, "operadora", "", "1778", default)).Destination).SipStatus);
    }

    [Fact]
    public void Busy_and_hangup_are_refusals_and_a_destination_that_is_gone_is_404()
    {
        SiteSnapshot site = Of(redirects: [Redirect("01", DestinationKind.HangUp, tag: "x"), Redirect("02", DestinationKind.Extension, "1999")]);
        RoutePlan ended = Call(site, "2201");
        Assert.Equal(new ToRefusal(603, 21, "The redirect hangs up"), ended.Destination);
        Assert.Equal("x", ended.Tag);
        Assert.Equal(new ToRefusal(404, 1, "The redirect leads to extension 1999, which does not exist"), Call(site, "2202").Destination);
    }

    [Fact]
    public void The_first_inbound_route_that_matches_rewrites_the_called_number()
    {
        Route[] routes =
        [
            Inbound("off", "X.", 1) with { Active = false, Prefix = "9" },
            Inbound("other", "X.", 2, "reserva") with { Prefix = "8" },
            Inbound("short", "1XX", 3) with { Prefix = "7" },
            Inbound("ddr", "55XX.", 4) with { Strip = 4 },
            Inbound("last", "X.", 5) with { Prefix = "6" },
            Route("out", "X.", 1) with { Prefix = "5" },
        ];
        RoutePlan plan = Call(Of(routes: routes, redirects: [Redirect("22331778", DestinationKind.Extension, "1700")]), "552122331778", withMisses: true);
        Assert.IsType<ToExtension>(plan.Destination);
        Assert.Equal(("22331778", "ddr"), (plan.Number, plan.Route));
        Assert.Equal(
            [
                "\"off\" (X.) is not active",
                "\"other\" (X.) is for calls over reserva",
                "\"short\" (1XX) does not match: digit 1 is 5",
                "\"ddr\" (55XX.) matches and makes 552122331778 into 22331778",
            ],
            plan.Reasons.Where(r => r.Rule == "route").Select(r => r.Outcome));
    }

    [Fact]
    public void Every_decision_is_told_in_its_order()
    {
        Assert.Equal(
            [
                new("number", "22331778 was dialled"),
                new("caller", "A caller who shows no number calls over trunk operadora of company \"default\""),
                new("redirect", "Redirect 1778 takes it: 22331778 ends with 1778"),
                new("tag", "The call is marked \"vendas\""),
                new("extension", "1700 is an extension: its phones ring"),
            ],
            Call(Of(redirects: [_sales]), "22331778", "anonymous").Reasons);
    }

    [Fact]
    public void No_call_from_outside_ever_leads_out_again()
    {
        Random random = new(20261121);
        SiteSnapshot site = Of(redirects: [_sales, Redirect("00", DestinationKind.Busy)]);
        const string alphabet = "0123456789*#+0178 -.a";
        for (int round = 0; round < 20_000; round++)
        {
            string text = new([.. Enumerable.Range(0, random.Next(24)).Select(_ => alphabet[random.Next(alphabet.Length)])]);
            Assert.IsNotType<ToTrunks>(Call(site, text, text, withMisses: true).Destination);
        }
    }

    private static Route Inbound(string name, string pattern, int order, params string[] trunks) =>
        Route(name, pattern, order) with { Direction = RouteDirection.Inbound, Trunks = trunks };
}
