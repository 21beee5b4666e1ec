using XHand.Site;
using static XHand.Dialplan.Tests.OutsideSite;

namespace XHand.Dialplan.Tests;

/// <summary>An emergency call finds a way out, whoever dials and whatever the routes say.</summary>
public sealed class EmergencyCallsTests
{
    [Fact]
    public void No_class_is_asked_for()
    {
        RoutePlan plan = Dial(Of(), "190", "1701");
        Assert.Equal((CallClass.Emergency, "operadora 190"), (plan.Class, Ways(plan)));
        Assert.DoesNotContain(plan.Reasons, r => r.Rule == "classOfService");
    }

    [Fact]
    public void Without_a_route_that_matches_it_goes_by_any_trunk_and_says_so()
    {
        RoutePlan plan = Dial(Of(trunks: [Trunk("b"), Trunk("a")], routes: [Route("off", "1XX") with { Active = false }, Route("DDD", "0.")]), "192", "1701");
        Assert.Equal("a 192; b 192", Ways(plan));
        Assert.Contains(plan.Reasons, r => r.Outcome.Contains("a is tried though no route leads there: an emergency call must find a way out", StringComparison.Ordinal));
        Assert.All(Assert.IsType<ToTrunks>(plan.Destination).Choices, c => Assert.Equal("emergency", c.Route.Name));
    }

    [Fact]
    public void Behind_the_routes_that_match_every_other_enabled_trunk_is_tried()
    {
        Route route = Route("serviços", "1XX", 1, "b", "off");
        SiteSnapshot site = Of(trunks: [Trunk("a"), Trunk("b"), Trunk("off") with { Enabled = false }], routes: [route]);
        Assert.Equal("b 193; a 193", Ways(Dial(site, "193")));
    }

    [Fact]
    public void A_route_s_rewriting_holds_unless_it_would_leave_nothing()
    {
        Assert.Equal("operadora 0190", Ways(Dial(Of(routes: [Route("r", "1XX") with { Prefix = "0" }]), "190")));
        Assert.Equal("operadora 190", Ways(Dial(Of(routes: [Route("r", "1XX") with { Strip = 3 }]), "190")));
    }

    [Fact]
    public void With_no_trunk_at_all_the_refusal_says_that()
    {
        ToRefusal none = new(503, 34, "There is no trunk to reach 190 by");
        Assert.Equal(none, Dial(Of(trunks: [], routes: []), "190").Destination);
        Assert.Equal(none, Dial(Of(trunks: [Operadora with { Enabled = false }]), "190").Destination);
    }

    [Theory]
    [InlineData("190")]
    [InlineData("191")]
    [InlineData("192")]
    [InlineData("193")]
    [InlineData("194")]
    [InlineData("197")]
    [InlineData("198")]
    [InlineData("199")]
    [InlineData("112")]
    [InlineData("911")]
    public void No_redirect_takes_one_and_no_inbound_call_reaches_one(string number)
    {
        SiteSnapshot site = Of(redirects: [Redirect(number[1..], DestinationKind.Extension, "1700")]);
        Assert.Equal("operadora " + number, Ways(Dial(site, number, "1701")));
        Assert.Equal("emergency", Call(site, number).Reasons[^1].Rule);
        Assert.Equal(404, Assert.IsType<ToRefusal>(Call(site, number).Destination).SipStatus);
    }
}
