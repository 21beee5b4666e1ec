using System.Text.Json;
using XHand.Peers.Tests.Rig;
using XHand.TestKit;

namespace XHand.Peers.Tests;

/// <summary>sipp as caller and callee: how each call ends, on the wire and on record.</summary>
public sealed class ScriptedCallTests(Daemon daemon) : IClassFixture<Daemon>
{
    private readonly DateTimeOffset _began = DateTimeOffset.UtcNow;

    [Fact]
    public async Task Unknown_number_is_404()
    {
        await CallAsync("1700", "1788", SippSteps.Invite + SippSteps.Refused(404));
        await RecordSaysAsync("1788", "unknownNumber", 404);
    }

    [Fact]
    public async Task Extension_without_a_phone_is_480()
    {
        await ForgetAsync("1703");
        await CallAsync("1700", "1703", SippSteps.Invite + SippSteps.Refused(480));
        await RecordSaysAsync("1703", "notRegistered", 480);
    }

    [Fact]
    public async Task Busy_phone_is_486()
    {
        await using Sipp callee = await CalleeAsync("1701", SippSteps.InviteComes + SippSteps.Refuse("486 Busy Here"));
        await CallAsync("1700", "1701", SippSteps.Invite + SippSteps.Refused(486));
        await callee.PassesAsync();
        await RecordSaysAsync("1701", "busy", 486);
    }

    [Fact]
    public async Task Phone_that_nobody_answers_is_408_and_its_ringing_is_cancelled()
    {
        await using Sipp callee = await CalleeAsync("1702", SippSteps.InviteComes + SippSteps.Ring + SippSteps.CancelComes);
        await CallAsync("1700", "1702", SippSteps.Invite + SippSteps.Refused(408));
        await callee.PassesAsync();
        JsonElement record = await RecordSaysAsync("1702", "noAnswer", 408);
        Assert.InRange(record.GetProperty("totalMs").GetInt64(), 4_900, 7_000);
        Assert.True(record.TryGetProperty("ringingAt", out _));
        Assert.Equal(0, record.GetProperty("talkMs").GetInt64());
    }

    [Fact]
    public async Task Caller_who_gives_up_gets_487_and_the_phone_stops_ringing()
    {
        await using Sipp callee = await CalleeAsync("1701", SippSteps.InviteComes + SippSteps.Ring + SippSteps.CancelComes);
        await CallAsync("1700", "1701", SippSteps.Invite + SippSteps.CancelWhileRinging);
        await callee.PassesAsync();
        JsonElement record = await RecordSaysAsync("1701", "cancelled", 487);
        Assert.Equal("caller", record.GetProperty("endedBy").GetString());
    }

    [Fact]
    public async Task Codec_change_by_re_INVITE_reaches_the_other_side_and_comes_back()
    {
        await using Sipp callee = await CalleeAsync(
            "1701",
            SippSteps.InviteComes + SippSteps.Ring + SippSteps.Answer() + SippSteps.InviteComes + SippSteps.AnswerAgain("0 101") + SippSteps.ByeComes);
        await CallAsync("1700", "1701", SippSteps.Invite + SippSteps.Answered + SippSteps.Pause(300) + SippSteps.ReinviteToPcmu + SippSteps.Pause(300) + SippSteps.Bye);
        await callee.PassesAsync();
        JsonElement record = await RecordSaysAsync("1701", "answered", 200);
        Assert.All(record.GetProperty("legs").EnumerateArray(), leg => Assert.Equal("PCMU", leg.GetProperty("codec").GetString()));
    }

    [Fact]
    public async Task Both_hang_up_at_once_and_there_is_one_record()
    {
        await using Sipp callee = await CalleeAsync(
            "1701", SippSteps.InviteComesFromPeer + SippSteps.Ring + SippSteps.Answer() + SippSteps.CalleeByeMeetsBye, ignoresSurprises: true);
        await CallAsync("1700", "1701", SippSteps.Invite + SippSteps.Answered + SippSteps.ByeMeetsBye, ignoresSurprises: true);
        await callee.PassesAsync();
        await RecordSaysAsync("1701", "answered", 200);
    }

    [Fact]
    public async Task Wrong_password_is_challenged_again_and_nothing_is_called()
    {
        await using Sipp caller = Sipp.Start(
            daemon,
            "1700",
            SippSteps.Invite + SippSteps.Refused(401),
            LoopbackPorts.Pair(),
            dialled: "1787",
            password: "not-the-password-1");
        await caller.PassesAsync();
        Assert.DoesNotContain("1787", await daemon.XhandAsync("calls", "--json"), StringComparison.Ordinal);
        Assert.DoesNotContain("1787", await daemon.XhandAsync("records", "--since", "1h", "--json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Phone_registers_over_TCP()
    {
        await using Sipp phone = Sipp.Start(daemon, "1703", SippSteps.Register(), LoopbackPorts.Pair(), transport: "t1");
        await phone.PassesAsync();
        Assert.Contains("1703", await daemon.XhandAsync("registrations"), StringComparison.Ordinal);
        await ForgetAsync("1703");
        Assert.DoesNotContain("1703", await daemon.XhandAsync("registrations"), StringComparison.Ordinal);
    }

    private async Task<Sipp> CalleeAsync(string number, string steps, bool ignoresSurprises = false)
    {
        await ForgetAsync(number);
        int port = LoopbackPorts.Pair();
        await using (Sipp register = Sipp.Start(daemon, number, SippSteps.Register(), port))
        {
            await register.PassesAsync();
        }

        return Sipp.Start(daemon, number, steps, port, ignoresSurprises: ignoresSurprises);
    }

    private async Task ForgetAsync(string number)
    {
        await using Sipp forget = Sipp.Start(daemon, number, SippSteps.ForgetAll, LoopbackPorts.Pair());
        await forget.PassesAsync();
    }

    private async Task CallAsync(string from, string to, string steps, bool ignoresSurprises = false)
    {
        await using Sipp caller = Sipp.Start(daemon, from, steps, LoopbackPorts.Pair(), dialled: to, ignoresSurprises: ignoresSurprises);
        await caller.PassesAsync();
    }

    private async Task<JsonElement> RecordSaysAsync(string dialled, string result, int status)
    {
        JsonElement record = await daemon.RecordOfAsync(dialled, _began);
        Assert.Equal(result, record.GetProperty("result").GetString());
        Assert.Equal(status, record.GetProperty("sipStatus").GetInt32());
        return record;
    }
}
