using XHand.Site;

namespace XHand.Dialplan.Tests;

public sealed class RoutePlannerTests
{
    [Theory]
    [Trait("Feature", "BAS-01")]
    [InlineData("1701")]
    [InlineData("1701#")]
    [InlineData("1701%23")]
    [InlineData(" 17-01 ")]
    [InlineData("(17)01#")]
    public void A_number_of_an_extension_rings_it_however_its_end_was_dialled(string dialled)
    {
        RoutePlan plan = TestSite.Plan("1700", dialled);
        Assert.Equal(("1701", CallClass.Internal), (plan.Number, plan.Class));
        Assert.Equal("Bia", Assert.IsType<ToExtension>(plan.Destination).Extension.Name);
    }

    [Fact]
    public void An_announcement_is_played()
    {
        RoutePlan plan = TestSite.Plan("1701", "1799#");
        Assert.Equal("welcome", Assert.IsType<ToAnnouncement>(plan.Destination).Announcement.Prompt);
    }

    [Theory]
    // What is no number.
    [InlineData("", 484, 28, CallClass.Internal, "The number is incomplete: nothing was dialled")]
    [InlineData("#", 484, 28, CallClass.Internal, "The number is incomplete: nothing was dialled")]
    [InlineData("+", 404, 28, CallClass.Internal, "+ has no digits")]
    [InlineData("17#01", 404, 28, CallClass.Internal, "17#01 has a # before its end")]
    [InlineData("ana", 404, 28, CallClass.Internal, "ana is not made of digits")]
    [InlineData("17%0001", 404, 28, CallClass.Internal, "17%0001 is not made of digits")]
    // Inside.
    [InlineData("1700", 486, 17, CallClass.Internal, "1700 calls itself, and so is busy")]
    [InlineData("1702", 404, 1, CallClass.Internal, "1702 is no number of company \"default\", and has no outside number's form")]
    [InlineData("2000", 404, 1, CallClass.Internal, "2000 is no number of company \"default\", and has no outside number's form")]
    [InlineData("700", 404, 1, CallClass.Internal, "700 is a code that parks a call, which this version cannot do yet")]
    [InlineData("0090", 404, 1, CallClass.Internal, "0090 is a code that reaches the conference room, which this version cannot do yet")]
    [InlineData("*660", 404, 1, CallClass.Internal, "*660 is no code that this version knows")]
    [InlineData("%2A660", 404, 1, CallClass.Internal, "*660 is no code that this version knows")]
    // Emergency.
    [InlineData("190", 503, 34, CallClass.Emergency, "There is no trunk to reach 190 by")]
    [InlineData("192#", 503, 34, CallClass.Emergency, "There is no trunk to reach 192 by")]
    [InlineData("193", 503, 34, CallClass.Emergency, "There is no trunk to reach 193 by")]
    // Outside, allowed, but no trunk exists.
    [InlineData("36521777#", 404, 3, CallClass.Local, "No route leads to 36521777: there are no trunks")]
    [InlineData("0152136521777", 404, 3, CallClass.LongDistance, "No route leads to 0152136521777: there are no trunks")]
    public void A_call_that_cannot_go_on_says_why(string dialled, int status, int cause, CallClass callClass, string why)
    {
        RoutePlan plan = TestSite.Plan("1700", dialled);
        Assert.Equal(new ToRefusal(status, cause, why), plan.Destination);
        Assert.Equal(callClass, plan.Class);
        Assert.Equal(why, plan.Reasons[^1].Outcome);
    }

    [Fact]
    public void A_class_that_the_caller_lacks_is_refused_before_any_route()
    {
        RoutePlan plan = TestSite.Plan("1701", "001551234567");
        Assert.Equal(new ToRefusal(403, 21, "1701 may not make calls of class international"), plan.Destination);
    }

    [Fact]
    public void Emergency_passes_a_caller_without_any_class()
    {
        RoutePlan plan = TestSite.Plan("1701", "192");
        Assert.Equal(CallClass.Emergency, plan.Class);
        Assert.Equal("no lock and no class of service applies", plan.Reasons[2].Outcome.Split(": ")[1]);
        Assert.Equal(503, Assert.IsType<ToRefusal>(plan.Destination).SipStatus);
    }

    [Fact]
    public void A_company_s_numbers_are_its_own()
    {
        Assert.Equal("Zé", Assert.IsType<ToExtension>(TestSite.Plan("1701", "2000", TestSite.Shop).Destination).Extension.Name);
        Assert.Equal(404, Assert.IsType<ToRefusal>(TestSite.Plan("1701", "1799", TestSite.Shop).Destination).SipStatus);
        Assert.Equal("", Assert.IsType<ToExtension>(TestSite.Plan("2000", "1701", TestSite.Shop).Destination).Extension.Name);
    }

    [Fact]
    public void An_unknown_caller_and_an_unknown_company_are_refused()
    {
        Assert.Equal(
            new ToRefusal(403, 21, "2000 is no extension of company \"default\""), TestSite.Plan("2000", "1701").Destination);
        Assert.Equal(
            new ToRefusal(403, 21, "The caller's company does not exist"), TestSite.Plan("1700", "1701", Guid.Empty).Destination);
    }

    [Fact]
    public void Every_decision_is_told_in_its_order()
    {
        Assert.Equal(
            [
                new("number", "1701 was dialled; the # ended it"),
                new("caller", "1700 (Ana) of company \"default\" calls"),
                new("extension", "1701 (Bia) is an extension: its phones ring"),
            ],
            TestSite.Plan("1700", "1701#").Reasons);
        Assert.Equal(["number", "caller", "class", "classOfService", "route"], TestSite.Plan("1700", "36521777").Reasons.Select(r => r.Rule));
    }

    [Fact]
    public void Sixty_four_kilobytes_of_digits_are_refused_in_a_short_sentence()
    {
        RoutePlan plan = TestSite.Plan("1700", new string('1', 65_536));
        Assert.Equal(40, plan.Number.Length);
        Assert.EndsWith("is longer than 40 digits", Assert.IsType<ToRefusal>(plan.Destination).Why, StringComparison.Ordinal);
        Assert.True(Assert.IsType<ToRefusal>(TestSite.Plan(new string('1', 65_536), "1701").Destination).Why.Length < 100);
    }

    [Fact]
    public void No_dialled_text_makes_the_planner_fail_and_the_same_text_gives_the_same_plan()
    {
        Random random = new(20261121);
        const string alphabet = "0123456789*#+%23%2A-.() ;=aZ\0é😀1700701";
        for (int round = 0; round < 20_000; round++)
        {
            char[] text = new char[random.Next(0, 60)];
            for (int i = 0; i < text.Length; i++)
            {
                text[i] = alphabet[random.Next(alphabet.Length)];
            }

            RoutePlan first = TestSite.Plan("1700", new string(text));
            RoutePlan second = TestSite.Plan("1700", new string(text));
            Assert.NotEmpty(first.Reasons);
            Assert.Equal(first.Destination, second.Destination);
            Assert.Equal(first.Reasons, second.Reasons);
        }
    }
}
