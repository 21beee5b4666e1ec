using System.Net;
using XHand.Calls.Live;
using XHand.Sip.Messages;
using XHand.TestKit;

namespace XHand.Pbx.Tests.Trunks;

/// <summary>How we stand with operators: registrations, checks, addresses, and a site that changes meanwhile.</summary>
public sealed class TrunkStandingTests
{
    [Fact]
    [Trait("Feature", "TRK-03")]
    public void A_trunk_without_registration_sends_no_REGISTER_and_is_checked()
    {
        TrunkScene scene = new();
        scene.Run(120);
        Assert.Empty(scene.Operator.Registers);
        Assert.InRange(scene.Operator.Options.Count, 4, 5);
        Assert.Equal(TrunkState.Reachable, scene.View("alfa").State);
    }

    [Fact]
    public void A_trunk_without_checks_sends_nothing_and_is_tried()
    {
        TrunkScene scene = new(first: trunk => trunk with { CheckSeconds = 0 });
        scene.Run(120);
        Assert.Empty(scene.Operator.Options);
        Assert.Equal((TrunkState.Unregistered, true), (scene.View("alfa").State, scene.View("alfa").IsUp));
        (VirtualCall ana, _) = scene.Talk();
        ana.HangUp();
        scene.End();
    }

    [Fact]
    [Trait("Feature", "TRK-06")]
    public void A_trunk_registers_with_digest_refreshes_in_time_and_takes_it_back_when_it_is_deleted()
    {
        TrunkScene scene = new(first: trunk => trunk with { Register = true, Login = "acme", Password = "right", RegisterSeconds = 60, FromDomain = "pbx.example" }, second: null);
        scene.Operator.ChallengesRegister = true;
        scene.Run(2);
        Assert.Equal(TrunkState.Registered, scene.View("alfa").State);
        SipRequest register = scene.Operator.Registers[^1];
        Assert.Equal(("sip:10.9.0.1", "<sip:acme@pbx.example>", "60"), (register.Uri.ToString(), register.To.ToString(), register.Text(SipHeader.Expires)));
        int before = scene.Operator.Registers.Count;
        scene.Run(58);
        Assert.True(scene.Operator.Registers.Count > before, "It was not refreshed before its 60 s were over.");
        Assert.Empty(scene.Operator.Options);
        scene.Exchange.RemoveTrunk("alfa");
        scene.Run(1);
        Assert.Equal("0", scene.Operator.Registers[^1].Text(SipHeader.Expires));
        Assert.True(scene.Operator.Registers[^1].Has(SipHeader.Authorization));
    }

    [Fact]
    public void A_refused_registration_waits_longer_each_time_and_comes_back()
    {
        TrunkScene scene = new(first: trunk => trunk with { Register = true, Login = "acme", Password = "wrong" });
        scene.Operator.RegisterStatus = 403;
        scene.Exchange.AddTrunk(TrunkScene.Trunk("alfa", TrunkScene.First, 1) with { Register = true, Login = "acme2", Password = "wrong" });
        scene.Run(1);
        Assert.Equal(TrunkState.Refused, scene.View("alfa").State);
        Assert.Contains("403", scene.View("alfa").Detail, StringComparison.Ordinal);
        int soon = scene.Operator.Registers.Count;
        scene.Run(300);
        Assert.InRange(scene.Operator.Registers.Count - soon, 2, 8);

        // Refused, it is no way out.
        VirtualCall ana = scene.Ana.Call("36521777");
        scene.Until(() => scene.Other.Line.Incoming.Count == 1);
        Assert.Empty(scene.Operator.Line.Incoming);
        ana.Cancel();
        scene.Operator.RegisterStatus = 200;
        scene.Until(() => scene.View("alfa").State == TrunkState.Registered, 310);
        scene.End();
    }

    [Fact]
    public void A_check_that_is_not_answered_or_503_takes_the_trunk_out_and_an_answer_brings_it_back()
    {
        TrunkScene scene = new();
        scene.Operator.OptionsStatus = 503;
        scene.Until(() => scene.View("alfa").State == TrunkState.Unreachable, 31);
        scene.Other.Line.OnIncoming = call => call.Ring();
        VirtualCall ana = scene.Ana.Call("36521777");
        scene.Until(() => scene.Other.Line.Incoming.Count == 1, 0.5);
        Assert.Empty(scene.Operator.Line.Incoming);
        ana.Cancel();
        // 404 is an answer: the operator is there.
        scene.Operator.OptionsStatus = 404;
        scene.Until(() => scene.View("alfa").State == TrunkState.Reachable, 11);
        scene.Operator.OptionsStatus = 0;
        scene.Until(() => scene.View("alfa").State == TrunkState.Unreachable, 33);
        Assert.Contains("no answer to OPTIONS", scene.View("alfa").Detail, StringComparison.Ordinal);
        scene.Operator.OptionsStatus = 200;
        scene.Until(() => scene.View("alfa").State == TrunkState.Reachable, 13);
        scene.End();
    }

    [Fact]
    public void A_name_is_looked_up_again_and_its_last_good_address_is_kept()
    {
        TrunkScene scene = new(first: trunk => trunk with { Host = "sip.operator.example" });
        Assert.Equal(TrunkState.Unreachable, scene.View("alfa").State);
        Assert.Contains("sip.operator.example", scene.View("alfa").Detail, StringComparison.Ordinal);
        scene.Exchange.Hosts.Known["sip.operator.example"] = [IPAddress.Parse(TrunkScene.First)];
        scene.Until(() => scene.View("alfa").State == TrunkState.Reachable, 15);
        (VirtualCall ana, VirtualCall far) = scene.Talk();
        Assert.Equal("sip:36521777@sip.operator.example", far.Invite!.Uri.ToString());
        ana.HangUp();
        scene.Exchange.Hosts.Known.Clear();
        scene.Run(180);
        Assert.Equal((TrunkState.Reachable, $"{TrunkScene.First}:5060"), (scene.View("alfa").State, scene.View("alfa").Remote));
        scene.Exchange.Hosts.Known["sip.operator.example"] = [IPAddress.Parse("10.9.0.7")];
        scene.Until(() => scene.View("alfa").Remote == "10.9.0.7:5060", 75);
        scene.End();
    }

    [Fact]
    public void A_change_that_is_not_about_the_operator_leaves_registration_and_calls_alone()
    {
        TrunkScene scene = new(first: trunk => trunk with { Register = true, Login = "acme", Password = "right" });
        (VirtualCall ana, _) = scene.Talk();
        int registers = scene.Operator.Registers.Count;
        scene.Exchange.AddTrunk(TrunkScene.Trunk("alfa", TrunkScene.First, 1) with { Register = true, Login = "acme", Password = "right", CallerId = "1136520000", MaxCalls = 4 });
        scene.Run(1);
        Assert.Equal(registers, scene.Operator.Registers.Count);
        Assert.Equal((1, 4, TrunkState.Registered), (scene.View("alfa").Calls, scene.View("alfa").MaxCalls, scene.View("alfa").State));
        scene.Exchange.AddTrunk(TrunkScene.Trunk("alfa", TrunkScene.First, 1) with { Enabled = false, Register = true, Login = "acme", Password = "right" });
        scene.Run(1);
        Assert.Equal(TrunkState.Disabled, scene.View("alfa").State);
        Assert.Equal("0", scene.Operator.Registers[^1].Text(SipHeader.Expires));
        Assert.True(ana.IsTalking);
        ana.HangUp();
        scene.End();
    }

    [Fact]
    public void A_stop_takes_every_registration_back()
    {
        TrunkScene scene = new(first: trunk => trunk with { Register = true, Login = "acme", Password = "right" });
        Task stopped = scene.Exchange.Exchange.StopTrunksAsync();
        scene.Run(1);
        Assert.True(stopped.IsCompleted);
        Assert.Equal("0", scene.Operator.Registers[^1].Text(SipHeader.Expires));
    }

    [Fact]
    public void The_phones_of_a_deleted_extension_are_forgotten_at_once()
    {
        TrunkScene scene = new();
        XHand.Site.SiteSnapshot before = scene.Exchange.Sites.Current;
        scene.Exchange.RemoveExtension("1701");
        scene.Exchange.Exchange.FollowSite(before);
        scene.Run(0.1);
        Assert.Equal(["1700"], scene.Exchange.Exchange.Live.Registrations().Select(phone => phone.Number));
    }

    [Fact]
    public void An_extension_that_wants_SHA_256_is_asked_like_a_number_that_is_nobodys()
    {
        TrunkScene scene = new();
        scene.Exchange.AddExtension("1702", "Caio", extension => extension with { OfferSha256 = true });
        List<string> asked = [];
        foreach (string number in (string[])["1702", "1701", "1999"])
        {
            VirtualPhone phone = scene.Exchange.Phone(number);
            phone.Password = "wrong";
            VirtualCall call = phone.Call("1700");
            scene.Until(() => call.IsOver);
            asked.Add(string.Join('|', call.Final!.Values(SipHeader.WwwAuthenticate).Select(header => header.Contains("SHA-256", StringComparison.Ordinal) ? "SHA-256" : "MD5")));
        }

        Assert.Equal(["SHA-256|MD5", "SHA-256|MD5", "SHA-256|MD5"], asked);
    }
}
