using System.Text.Json;
using XHand.Peers.Tests.Rig;

namespace XHand.Peers.Tests;

/// <summary>Two baresip phones through the real daemon.</summary>
public sealed class PhonesCallTests(Daemon daemon) : IClassFixture<Daemon>
{
    private readonly DateTimeOffset _began = DateTimeOffset.UtcNow;

    [Fact]
    [Trait("Feature", "BAS-01")]
    public async Task Two_phones_register_call_and_hear_each_others_tone_and_the_call_is_on_record()
    {
        await using Baresip ana = await Baresip.StartAsync(daemon, "1700", 440);
        await using Baresip bruno = await Baresip.StartAsync(daemon, "1701", 1000);

        await ana.DoAsync("dial", $"sip:1701@127.0.0.1:{daemon.SipPort}");
        JsonElement incoming = await bruno.WaitAsync("CALL_INCOMING");
        Assert.Contains("1700", incoming.GetProperty("peeruri").GetString(), StringComparison.Ordinal);
        await bruno.DoAsync("accept");
        await ana.WaitAsync("CALL_ESTABLISHED");
        await ToneAsync(ana, 1000);
        await ToneAsync(bruno, 440);

        await ana.DoAsync("hangup");
        await bruno.WaitAsync("CALL_CLOSED");

        JsonElement record = await daemon.RecordOfAsync("1701", _began);
        Assert.Equal("1700", record.GetProperty("from").GetString());
        Assert.Equal("Ana", record.GetProperty("fromName").GetString());
        Assert.Equal("1701", record.GetProperty("to").GetString());
        Assert.Equal("answered", record.GetProperty("result").GetString());
        Assert.Equal("caller", record.GetProperty("endedBy").GetString());
        Assert.Equal(200, record.GetProperty("sipStatus").GetInt32());
        Assert.InRange(record.GetProperty("talkMs").GetInt64(), 500, 30_000);
        await TraceTellsAsync(record.GetProperty("callId").GetString()!);
        JsonElement legs = record.GetProperty("legs");
        Assert.Equal(2, legs.GetArrayLength());
        foreach (JsonElement leg in legs.EnumerateArray())
        {
            Assert.Equal("PCMA", leg.GetProperty("codec").GetString());
            Assert.True(leg.GetProperty("packetsReceived").GetInt64() > 20, leg.ToString());
            Assert.True(leg.GetProperty("packetsSent").GetInt64() > 20, leg.ToString());
        }
    }

    // The ladder of what has just been: both phones, their messages, the plan, the audio; no proof of a password.
    private async Task TraceTellsAsync(string call)
    {
        string ladder = await daemon.XhandAsync("trace", call);
        foreach (string part in (string[])["1700", "XHand", "1701", " INVITE SDP ", " 401 Unauthorized (INVITE) ", " 200 OK (INVITE) SDP ", " BYE ", "  plan  ", "they hear each other, PCMA", "JITTER MS"])
        {
            Assert.Contains(part, ladder, StringComparison.Ordinal);
        }

        string full = await daemon.XhandAsync("trace", call, "--full");
        Assert.Contains("response=***", full, StringComparison.Ordinal);
        Assert.DoesNotContain("response=\"", full, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hold_silences_and_resume_brings_the_tone_back_and_digits_pass()
    {
        await using Baresip ana = await Baresip.StartAsync(daemon, "1700", 440);
        await using Baresip bruno = await Baresip.StartAsync(daemon, "1701", 1000);
        await TalkAsync(ana, bruno);
        await ToneAsync(bruno, 440);

        await ana.DoAsync("sndcode", "5");
        JsonElement digit = await bruno.WaitAsync("CALL_DTMF_START");
        Assert.Equal("5", digit.GetProperty("param").GetString());

        await ana.DoAsync("hold");
        await StateAsync("held");
        await ana.DoAsync("resume");
        await StateAsync("talking");
        await ToneAsync(bruno, 440);
        await ToneAsync(ana, 1000);

        await bruno.DoAsync("hangup");
        await ana.WaitAsync("CALL_CLOSED");
        JsonElement record = await daemon.RecordOfAsync("1701", _began);
        Assert.Equal("callee", record.GetProperty("endedBy").GetString());
    }

    [Fact]
    public async Task A_phone_on_TCP_calls_a_phone_on_UDP()
    {
        await using Baresip ana = await Baresip.StartAsync(daemon, "1700", 440, transport: "tcp");
        await using Baresip bruno = await Baresip.StartAsync(daemon, "1701", 1000);
        await ana.DoAsync("dial", $"sip:1701@127.0.0.1:{daemon.SipPort};transport=tcp");
        await bruno.WaitAsync("CALL_INCOMING");
        await bruno.DoAsync("accept");
        await ana.WaitAsync("CALL_ESTABLISHED");
        await ToneAsync(ana, 1000);
        await ToneAsync(bruno, 440);
        await bruno.DoAsync("hangup");
        await ana.WaitAsync("CALL_CLOSED");
    }

    [Fact]
    public async Task Phones_that_share_only_PCMU_agree_on_it()
    {
        await using Baresip ana = await Baresip.StartAsync(daemon, "1700", 440);
        await using Baresip bruno = await Baresip.StartAsync(daemon, "1701", 1000, codecs: "PCMU");
        await TalkAsync(ana, bruno);
        await ToneAsync(ana, 1000);
        await ToneAsync(bruno, 440);
        await ana.DoAsync("hangup");
        await bruno.WaitAsync("CALL_CLOSED");
        JsonElement record = await daemon.RecordOfAsync("1701", _began);
        Assert.All(record.GetProperty("legs").EnumerateArray(), leg => Assert.Equal("PCMU", leg.GetProperty("codec").GetString()));
    }

    [Fact]
    public async Task An_announcement_answers_is_heard_and_hangs_up()
    {
        await using Baresip ana = await Baresip.StartAsync(daemon, "1700", 440);
        await ana.DoAsync("dial", $"sip:1799@127.0.0.1:{daemon.SipPort}");
        await ana.WaitAsync("CALL_ESTABLISHED");
        await Eventually.TrueAsync(
            () => Task.FromResult(ana.Heard().LevelDbfs > -50),
            TimeSpan.FromSeconds(4),
            () => $"Nothing was heard: {ana.Heard()}.");
        await ana.WaitAsync("CALL_CLOSED", 20);
        JsonElement record = await daemon.RecordOfAsync("1799", _began);
        Assert.Equal("system", record.GetProperty("endedBy").GetString());
    }

    [Fact]
    public async Task A_call_placed_from_the_command_line_rings_both_phones_and_is_ended_from_there()
    {
        await using Baresip ana = await Baresip.StartAsync(daemon, "1700", 440);
        await using Baresip bruno = await Baresip.StartAsync(daemon, "1701", 1000);
        string call = (await daemon.XhandAsync("call", "1700", "1701")).Trim();
        await ana.WaitAsync("CALL_INCOMING");
        await ana.DoAsync("accept");
        await bruno.WaitAsync("CALL_INCOMING");
        await bruno.DoAsync("accept");
        await ToneAsync(ana, 1000);
        await ToneAsync(bruno, 440);

        await daemon.XhandAsync("hangup", call);
        await bruno.WaitAsync("CALL_CLOSED");
        await ana.WaitAsync("CALL_CLOSED");
        JsonElement record = await daemon.RecordOfAsync("1701", _began);
        Assert.Equal(call, record.GetProperty("callId").GetString());
        Assert.Equal("system", record.GetProperty("endedBy").GetString());
    }

    [Fact]
    public async Task After_a_kill_the_answered_call_is_on_record_once_and_phones_are_reachable_without_registering_again()
    {
        await using Baresip ana = await Baresip.StartAsync(daemon, "1700", 440);
        await using Baresip bruno = await Baresip.StartAsync(daemon, "1701", 1000);
        await TalkAsync(ana, bruno);
        await ToneAsync(bruno, 440);

        await daemon.KillAsync();
        await daemon.StartAsync();
        JsonElement record = await daemon.RecordOfAsync("1701", _began);
        Assert.Equal("crash", record.GetProperty("result").GetString());
        Assert.True(record.TryGetProperty("answeredAt", out _));
        string registrations = await daemon.XhandAsync("registrations");
        Assert.Contains("\n1701 ", registrations, StringComparison.Ordinal);

        await ana.DoAsync("hangup");
        await bruno.DoAsync("hangup");
        await bruno.WaitAsync("CALL_CLOSED");
        DateTimeOffset again = DateTimeOffset.UtcNow;
        await ana.DoAsync("dial", $"sip:1701@127.0.0.1:{daemon.SipPort}");
        await bruno.WaitAsync("CALL_INCOMING");
        await bruno.DoAsync("accept");
        await bruno.WaitAsync("CALL_ESTABLISHED");
        // On a busy machine Ana may hear of the answer later: a hang-up before that would cancel.
        await StateAsync("talking");
        await ana.DoAsync("hangup");
        Assert.Equal("answered", (await daemon.RecordOfAsync("1701", again)).GetProperty("result").GetString());
        using JsonDocument records = JsonDocument.Parse(await daemon.XhandAsync("records", "--since", "1h", "--json"));
        Assert.Single(records.RootElement.EnumerateArray(), item => item.GetProperty("result").GetString() == "crash");
    }

    private async Task TalkAsync(Baresip ana, Baresip bruno)
    {
        await ana.DoAsync("dial", $"sip:1701@127.0.0.1:{daemon.SipPort}");
        await bruno.WaitAsync("CALL_INCOMING");
        await bruno.DoAsync("accept");
        await ana.WaitAsync("CALL_ESTABLISHED");
    }

    private Task StateAsync(string state) => Eventually.TrueAsync(
        async () =>
        {
            using JsonDocument calls = JsonDocument.Parse(await daemon.XhandAsync("calls", "--json"));
            return calls.RootElement.EnumerateArray().Any(call => call.GetProperty("from").GetString() == "1700" && call.GetProperty("state").GetString() == state);
        },
        TimeSpan.FromSeconds(6),
        () => $"The call never was {state}.");

    private static Task ToneAsync(Baresip phone, int hz) => Eventually.TrueAsync(
        () => Task.FromResult(Math.Abs(phone.Heard().FrequencyHz - hz) <= 20 && phone.Heard().LevelDbfs > -20),
        TimeSpan.FromSeconds(6),
        () => $"Heard {phone.Heard()} instead of {hz} Hz.");
}
