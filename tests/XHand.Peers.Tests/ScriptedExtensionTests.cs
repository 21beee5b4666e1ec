using System.Text.Json;
using XHand.Peers.Tests.Rig;
using XHand.TestKit;

namespace XHand.Peers.Tests;

/// <summary>SIP's extensions with sipp on the other side, on the wire.</summary>
public sealed class ScriptedExtensionTests(Daemon daemon) : IClassFixture<Daemon>
{
    private readonly DateTimeOffset _began = DateTimeOffset.UtcNow;

    [Fact]
    public async Task A_reliable_180_gets_its_PRACK_and_the_call_goes_on()
    {
        await using Sipp callee = await CalleeAsync(
            "1701", SippExtensionSteps.InviteComesToBeKept + SippExtensionSteps.RingReliably + SippExtensionSteps.AnswerKept + SippSteps.ByeComes);
        await CallAsync("1700", "1701", SippSteps.Invite + SippSteps.Answered + SippSteps.Pause(300) + SippSteps.Bye);
        await callee.PassesAsync();
        Assert.Equal("answered", (await daemon.RecordOfAsync("1701", _began)).GetProperty("result").GetString());
    }

    [Fact]
    public async Task A_caller_with_a_session_timer_is_answered_and_refreshes_by_UPDATE()
    {
        await using Sipp callee = await CalleeAsync("1701", SippSteps.InviteComes + SippSteps.Ring + SippSteps.Answer() + SippSteps.ByeComes);
        await CallAsync(
            "1700",
            "1701",
            SippExtensionSteps.InviteWith("Supported: timer\nSession-Expires: 90")
            + SippExtensionSteps.AnsweredWith("Session-Expires", "90;refresher=uac")
            + SippExtensionSteps.Ask("UPDATE", 3, "Supported: timer\nSession-Expires: 90;refresher=uac", 200)
            + SippExtensionSteps.Bye(4));
        await callee.PassesAsync();
    }

    [Fact]
    public async Task A_session_that_would_be_too_short_is_422() =>
        await CallAsync("1700", "1701", SippExtensionSteps.InviteWith("Supported: timer\nSession-Expires: 30").Split("<recv response=\"401\"")[0]
            + "<recv response=\"422\"/>" + SippSteps.Send(SippSteps.Ack(1, "[branch-3]")));

    [Fact]
    public async Task A_blind_transfer_is_told_step_by_step_and_the_party_speaks_with_the_target()
    {
        // The party hears who it speaks with now by a re-INVITE that changes nothing.
        await using Sipp party = await CalleeAsync(
            "1701", SippSteps.InviteComes + SippSteps.Ring + SippSteps.Answer() + SippSteps.InviteComes + SippSteps.AnswerAgain("8 101") + SippSteps.ByeComes);
        await using Sipp target = await CalleeAsync("1702", SippSteps.InviteComesFromPeer + SippSteps.Ring + SippSteps.Answer() + SippSteps.CalleeByeMeetsBye);
        await CallAsync(
            "1700",
            "1701",
            SippSteps.Invite + SippSteps.Answered
            + SippExtensionSteps.Ask("REFER", 3, "Refer-To: <sip:1702@127.0.0.1>", 202)
            + SippExtensionSteps.Told("100 Trying") + SippExtensionSteps.Told("180 Ringing") + SippExtensionSteps.Told("200 OK")
            + SippExtensionSteps.Bye(4));
        await target.PassesAsync();
        await party.PassesAsync();
        JsonElement record = await daemon.RecordOfAsync("1701", _began);
        Assert.Equal(3, record.GetProperty("legs").GetArrayLength());
    }

    [Fact]
    public async Task A_text_reaches_the_other_phone()
    {
        await using Sipp phone = await CalleeAsync("1701", SippExtensionSteps.Comes("MESSAGE", "bom dia"));
        await CallAsync("1700", "1701", SippExtensionSteps.AskOutside("MESSAGE", "Content-Type: text/plain", "bom dia", 200));
        await phone.PassesAsync();
    }

    [Fact]
    public async Task A_lamp_is_told_at_once() =>
        await CallAsync(
            "1700", "1702", SippExtensionSteps.AskOutside("SUBSCRIBE", "Event: dialog\nExpires: 0", "", 200) + SippExtensionSteps.Told("dialog-info"));

    private async Task<Sipp> CalleeAsync(string number, string steps)
    {
        await using (Sipp forget = Sipp.Start(daemon, number, SippSteps.ForgetAll, LoopbackPorts.Pair()))
        {
            await forget.PassesAsync();
        }

        int port = LoopbackPorts.Pair();
        await using (Sipp register = Sipp.Start(daemon, number, SippSteps.Register(), port))
        {
            await register.PassesAsync();
        }

        return Sipp.Start(daemon, number, steps, port);
    }

    private async Task CallAsync(string from, string to, string steps)
    {
        await using Sipp caller = Sipp.Start(daemon, from, steps, LoopbackPorts.Pair(), dialled: to);
        await caller.PassesAsync();
    }
}
