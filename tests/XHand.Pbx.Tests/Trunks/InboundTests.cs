using XHand.Calls.Facts;
using XHand.Sip.Messages;
using XHand.Site;
using XHand.TestKit;

namespace XHand.Pbx.Tests.Trunks;

/// <summary>Calls in: whose trunk, which number, what the phone sees, and who is turned away.</summary>
public sealed class InboundTests
{
    private const string Outside = "1133334444";

    [Fact]
    [Trait("Feature", "RDR-01")]
    [Trait("Feature", "RDR-03")]
    public void A_call_from_outside_follows_the_redirect_and_its_record_has_trunk_and_tag()
    {
        TrunkScene scene = Scene();
        scene.Bia.OnIncoming = call => { call.Ring(); call.Answer(); };
        scene.Operator.Line.DisplayName = "Maria \"x\"";
        VirtualCall far = scene.Operator.Line.Call("1122331778");
        scene.Until(() => far.IsTalking);
        SipRequest invite = scene.Bia.LastIncoming.Invite!;
        Assert.Equal("33334444", invite.From.Uri.User);
        Assert.Equal("Maria \"x\"", invite.From.DisplayName);
        Assert.Equal(1, scene.View("alfa").Calls);
        Assert.Equal(("inbound", "alfa"), (scene.Exchange.Exchange.Live.Calls()[0].Direction, scene.Exchange.Exchange.Live.Calls()[0].Trunk));
        scene.Run(5);
        far.HangUp();
        CallRecord record = scene.End();
        Assert.Equal(("inbound", "alfa", "", "sales"), (record.Direction, record.Trunk, record.Route, record.Tag));
        Assert.Equal((Outside, "1122331778", "answered", "caller"), (record.From, record.Dialled, record.Result, record.EndedBy));
        Assert.Equal("1701", record.Legs[1].Number);
    }

    [Fact]
    public void Hold_and_BYE_by_the_phone_reach_the_operator()
    {
        TrunkScene scene = Scene();
        scene.Bia.OnIncoming = call => { call.Ring(); call.Answer(); };
        VirtualCall far = scene.Operator.Line.Call("1778");
        scene.Until(() => far.IsTalking && scene.Bia.LastIncoming.AcksReceived > 0);
        scene.Run(0.1);
        scene.Bia.LastIncoming.Reinvite("sendonly");
        scene.Until(() => far.Reinvites.Count == 1);
        Assert.Equal("sendonly", far.RemoteSdp!.Direction);
        scene.Bia.LastIncoming.Reinvite("sendrecv");
        scene.Until(() => far.Reinvites.Count == 2);
        scene.Run(0.1);
        scene.Bia.LastIncoming.HangUp();
        scene.Until(() => far.IsOver);
        Assert.Equal("callee", scene.End().EndedBy);
    }

    [Theory]
    [InlineData("1780", 486, "busy", 17)]
    [InlineData("1781", 603, "refused", 21)]
    [InlineData("1999", 404, "unknownNumber", 1)]
    [InlineData("1701", 404, "unknownNumber", 1)]
    [InlineData("36521777", 404, "unknownNumber", 1)]
    [InlineData("190", 404, "unknownNumber", 1)]
    public void A_number_without_a_redirect_is_refused_and_nothing_leads_out_again(string called, int status, string result, int q850)
    {
        TrunkScene scene = Scene();
        scene.Exchange.AddRedirect("1780", new Destination(DestinationKind.Busy, ""));
        scene.Exchange.AddRedirect("1781", new Destination(DestinationKind.HangUp, ""));
        VirtualCall far = scene.Operator.Line.Call(called);
        scene.Until(() => far.IsOver);
        Assert.Equal(status, far.LastStatus);
        Assert.StartsWith($"Q.850;cause={q850};", far.Final!.Text(SipHeader.Reason), StringComparison.Ordinal);
        Assert.Empty(scene.Other.Line.Incoming);
        CallRecord record = scene.End();
        Assert.Equal((result, "inbound", "alfa"), (record.Result, record.Direction, record.Trunk));
    }

    [Fact]
    public void A_redirect_can_play_an_announcement()
    {
        TrunkScene scene = Scene();
        scene.Exchange.AddAnnouncement("1790", "welcome");
        scene.Exchange.AddRedirect("1782", new Destination(DestinationKind.Announcement, "1790"));
        VirtualCall far = scene.Operator.Line.Call("1782");
        scene.Until(() => far.IsOver, 10);
        Assert.True(far.EndedByOther);
        Assert.Equal("answered", scene.End().Result);
    }

    [Fact]
    public void A_stranger_is_asked_for_a_password_like_anyone()
    {
        TrunkScene scene = Scene();
        VirtualOperator stranger = new(scene.Exchange, "10.8.8.8");
        VirtualCall far = stranger.Line.Call("1778");
        scene.Until(() => far.IsOver);
        Assert.Equal(401, far.LastStatus);
        Assert.Empty(scene.Bia.Incoming);
        Assert.Empty(scene.Exchange.Records);
    }

    [Fact]
    public void A_call_from_a_network_of_the_trunk_is_the_trunks()
    {
        TrunkScene scene = Scene(first: trunk => trunk with { Addresses = ["10.8.8.0/24", "10.7.7.7"] });
        scene.Bia.OnIncoming = call => call.Ring();
        foreach (string address in (string[])["10.8.8.8", "10.7.7.7"])
        {
            VirtualCall far = new VirtualOperator(scene.Exchange, address).Line.Call("1778");
            scene.Until(() => far.LastStatus == 180);
            far.Cancel();
        }

        Assert.Equal("alfa", scene.End(2).Trunk);
        Assert.All(scene.Exchange.Records, record => Assert.Equal("alfa", record.Trunk));
    }

    [Fact]
    public void A_disabled_trunks_address_is_a_strangers()
    {
        TrunkScene scene = Scene(first: trunk => trunk with { Enabled = false });
        VirtualCall far = scene.Operator.Line.Call("1778");
        scene.Until(() => far.IsOver);
        Assert.Equal(401, far.LastStatus);
        Assert.Empty(scene.Exchange.Records);
    }

    [Theory]
    [InlineData("1700", false)]
    [InlineData(null, true)]
    public void An_operator_that_claims_to_be_one_of_our_extensions_is_refused(string? from, bool asserts)
    {
        TrunkScene scene = Scene();
        scene.Operator.Line.CallsAs = from ?? Outside;
        scene.Operator.Line.InviteHeaders = asserts ? [("P-Asserted-Identity", "\"Ana\" <sip:1700@10.0.0.1>")] : [];
        VirtualCall far = scene.Operator.Line.Call("1778");
        scene.Until(() => far.IsOver);
        Assert.Equal(403, far.LastStatus);
        Assert.Empty(scene.Bia.Incoming);
        CallRecord record = scene.End();
        Assert.Equal(("refused", "inbound", 403), (record.Result, record.Direction, record.SipStatus));
        Assert.Contains("1700", record.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Referred_By_opens_nothing_and_a_number_like_an_extensions_is_not_shown_as_one()
    {
        TrunkScene scene = Scene();
        scene.Bia.OnIncoming = call => call.Ring();
        scene.Operator.Line.InviteHeaders =
            [("Referred-By", "<sip:1700@10.0.0.1>"), ("P-Asserted-Identity", "<sip:1700@carrier.example>")];
        VirtualCall out_ = scene.Operator.Line.Call("36521777");
        scene.Until(() => out_.IsOver);
        Assert.Equal(404, out_.LastStatus);
        Assert.Empty(scene.Other.Line.Incoming);
        VirtualCall far = scene.Operator.Line.Call("1778");
        scene.Until(() => far.LastStatus == 180);
        Assert.Equal("\"Anonymous\" <sip:anonymous@anonymous.invalid>", scene.Bia.LastIncoming.Invite!.From.ToString().Split(";tag")[0]);
        far.Cancel();
        scene.End(2);
    }

    [Fact]
    public void Who_withholds_the_number_shows_none()
    {
        TrunkScene scene = Scene();
        scene.Bia.OnIncoming = call => call.Ring();
        scene.Operator.Line.InviteHeaders = [("P-Asserted-Identity", "<sip:1199998888@carrier.example>"), ("Privacy", "id")];
        VirtualCall far = scene.Operator.Line.Call("1778");
        scene.Until(() => far.LastStatus == 180);
        Assert.Equal("anonymous", scene.Bia.LastIncoming.Invite!.From.Uri.User);
        far.Cancel();
        Assert.Equal("", scene.End().From);
    }

    [Fact]
    public void A_hostile_name_loses_its_control_characters_and_its_length()
    {
        TrunkScene scene = Scene();
        scene.Bia.OnIncoming = call => call.Ring();
        scene.Operator.Line.DisplayName = "<script>\u0007alert</script>" + new string('x', 200);
        VirtualCall far = scene.Operator.Line.Call("1778");
        scene.Until(() => far.LastStatus == 180);
        string shown = scene.Bia.LastIncoming.Invite!.From.DisplayName!;
        Assert.Equal(80, shown.Length);
        Assert.DoesNotContain(shown, char.IsControl);
        far.Cancel();
        scene.End();
    }

    [Fact]
    public void Where_credentials_are_asked_for_the_address_alone_proves_nothing()
    {
        TrunkScene scene = Scene(first: trunk => trunk with { IdentifyBy = TrunkIdentity.Credentials, Login = "acme", Password = "right" });
        VirtualCall refused = scene.Operator.Line.Call("1778");
        scene.Until(() => refused.IsOver);
        Assert.Equal(401, refused.LastStatus);
        Assert.Empty(scene.Exchange.Records);

        // From anywhere, with the login.
        scene.Bia.OnIncoming = call => { call.Ring(); call.Answer(); };
        VirtualOperator elsewhere = new(scene.Exchange, "10.8.8.8", "acme", "right");
        elsewhere.Line.CallsAs = Outside;
        VirtualCall far = elsewhere.Line.Call("1778");
        scene.Until(() => far.IsTalking);
        far.HangUp();
        CallRecord record = scene.End();
        Assert.Equal(("alfa", "inbound", "sales", Outside), (record.Trunk, record.Direction, record.Tag, record.From));
    }

    [Fact]
    public void A_trunks_login_does_not_make_an_extension()
    {
        TrunkScene scene = Scene(first: trunk => trunk with { IdentifyBy = TrunkIdentity.Credentials, Login = "acme", Password = "right" });
        VirtualOperator elsewhere = new(scene.Exchange, "10.8.8.8", "acme", "right");
        elsewhere.Line.Register();
        scene.Run(1);
        Assert.Equal(401, elsewhere.Line.RegisterStatus);
        VirtualCall out_ = elsewhere.Line.Call("36521777");
        scene.Until(() => out_.IsOver);
        Assert.Equal(404, out_.LastStatus);
        Assert.Empty(scene.Other.Line.Incoming);
        scene.End();
    }

    [Fact]
    public void A_registered_trunks_call_to_its_contact_is_for_the_number_in_To()
    {
        TrunkScene scene = Scene(first: trunk => trunk with { Register = true, Login = "acme", Password = "right" });
        scene.Bia.OnIncoming = call => call.Ring();
        scene.Operator.Line.CalledInTo = "1778";
        VirtualCall far = scene.Operator.Line.Call("acme");
        scene.Until(() => far.LastStatus == 180);
        far.Cancel();
        Assert.Equal("1778", scene.End().Dialled);
    }

    [Fact]
    public void Beyond_the_limit_a_call_in_hears_busy_and_calls_out_count_too()
    {
        TrunkScene scene = Scene(first: trunk => trunk with { MaxCalls = 1 });
        (VirtualCall ana, _) = scene.Talk();
        VirtualCall far = scene.Operator.Line.Call("1778");
        scene.Until(() => far.IsOver);
        Assert.Equal(486, far.LastStatus);
        Assert.StartsWith("Q.850;cause=34;", far.Final!.Text(SipHeader.Reason), StringComparison.Ordinal);
        ana.HangUp();
        scene.End(2);
        Assert.Contains(scene.Exchange.Records, record => record is { Direction: "inbound", Result: "busy", Q850Cause: 34 });
        scene.Bia.OnIncoming = call => call.Ring();
        VirtualCall next = scene.Operator.Line.Call("1778");
        scene.Until(() => next.LastStatus == 180);
    }

    [Fact]
    public void A_phone_behind_the_operators_address_is_still_a_phone()
    {
        TrunkScene scene = Scene(first: trunk => trunk with { Addresses = ["10.1.0.0/16"] });
        scene.Bia.OnIncoming = call => { call.Ring(); call.Answer(); };
        VirtualCall ana = scene.Ana.Call("1701");
        scene.Until(() => ana.IsTalking);
        ana.HangUp();
        Assert.Equal("internal", scene.End().Direction);
    }

    [Fact]
    public void Another_companys_trunk_reaches_that_companys_redirects_alone()
    {
        TrunkScene scene = Scene();
        scene.Exchange.AddOtherExtension("1701", "Outra");
        VirtualOperator theirs = new(scene.Exchange, "10.9.0.3");
        scene.Exchange.AddTrunk(TrunkScene.Trunk("gama", "10.9.0.3", 3), VirtualExchange.OtherCompany);
        scene.Exchange.AddRedirect("1779", new Destination(DestinationKind.Extension, "1701"), "theirs", VirtualExchange.OtherCompany);
        VirtualPhone outra = scene.Exchange.RegisteredPhone("1701", "filial.example");
        outra.OnIncoming = call => call.Ring();
        VirtualCall far = theirs.Line.Call("1779");
        scene.Until(() => far.LastStatus == 180);
        far.Cancel();
        VirtualCall foreign = theirs.Line.Call("1778");
        scene.Until(() => foreign.IsOver);
        Assert.Equal(404, foreign.LastStatus);
        Assert.Empty(scene.Bia.Incoming);
        scene.End(2);
        Assert.All(scene.Exchange.Records, record => Assert.Equal(VirtualExchange.OtherCompany, record.Company));
    }

    [Fact]
    public void An_outside_caller_does_not_fill_an_extensions_limit()
    {
        TrunkScene scene = Scene();
        scene.Exchange.AddExtension("1700", "Ana", extension => extension with { MaxCalls = 1 });
        scene.Bia.OnIncoming = call => call.Ring();
        scene.Operator.Line.InviteHeaders = [("P-Asserted-Identity", "<sip:1700@carrier.example>")];
        VirtualCall far = scene.Operator.Line.Call("1778");
        scene.Until(() => far.LastStatus == 180);
        Assert.Equal(0, scene.Exchange.Exchange.Calls.CountOf(VirtualExchange.Company, "1700"));
        far.Cancel();
        scene.End();
    }

    private static TrunkScene Scene(Func<Trunk, Trunk>? first = null)
    {
        TrunkScene scene = new(first);
        scene.Exchange.AddRedirect("1778", new Destination(DestinationKind.Extension, "1701"), "sales");
        scene.Operator.Line.CallsAs = Outside;
        return scene;
    }
}
