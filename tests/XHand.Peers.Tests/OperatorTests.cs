using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using XHand.Peers.Tests.Rig;
using XHand.TestKit;

namespace XHand.Peers.Tests;

/// <summary>sipp as operator and as caller from outside: calls over trunks on the wire, at the caller and on record.</summary>
public sealed class OperatorTests(Daemon daemon) : IClassFixture<Daemon>
{
    private const string Caller = "1133334444";
    private readonly DateTimeOffset _began = DateTimeOffset.UtcNow;

    [Fact]
    [Trait("Feature", "BAS-02")]
    public async Task A_local_number_with_hash_is_answered_over_the_trunk_and_on_record()
    {
        int port = LoopbackPorts.Pair();
        await OutsideAsync("36521777", port);
        await using Sipp operators = Operator(port, SippSteps.InviteComes + SippSteps.Ring + SippSteps.Answer() + SippSteps.ByeComes);
        await CallAsync("36521777#", SippSteps.Invite + SippSteps.Answered + SippSteps.Pause(300) + SippSteps.Bye);
        await operators.PassesAsync();
        JsonElement record = await RecordSaysAsync("36521777#", "answered", 200);
        Assert.Equal(("outbound", $"t{port}", $"r{port}"), (Text(record, "direction"), Text(record, "trunk"), Text(record, "route")));
        Assert.Contains("local", Text(record, "class"), StringComparison.Ordinal);
        Assert.Contains($"From: <sip:1700@127.0.0.1>", operators.Traces(), StringComparison.Ordinal);
        Assert.Contains("P-Asserted-Identity: <sip:1700@127.0.0.1>", operators.Traces(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("404 Not Found", 404, "unknownNumber", 1)]
    [InlineData("480 Temporarily Unavailable", 480, "noAnswer", 18)]
    [InlineData("486 Busy Here", 486, "busy", 17)]
    [InlineData("403 Forbidden", 403, "refused", 21)]
    [InlineData("500 Server Internal Error", 500, "failed", 41)]
    [InlineData("503 Service Unavailable", 503, "failed", 41)]
    [InlineData("603 Decline", 603, "refused", 21)]
    [InlineData("484 Address Incomplete", 484, "unknownNumber", 28)]
    [InlineData("408 Request Timeout", 504, "failed", 102)]
    public async Task What_the_operator_refuses_with_is_what_the_caller_hears_and_the_record_says(string answer, int heard, string result, int q850)
    {
        int port = LoopbackPorts.Pair();
        string number = $"3652{answer[..3]}0";
        await OutsideAsync(number, port);
        await using Sipp operators = Operator(port, SippSteps.InviteComes + SippSteps.Refuse(answer));
        await CallAsync(number, SippSteps.Invite + SippSteps.Refused(heard));
        await operators.PassesAsync();
        JsonElement record = await RecordSaysAsync(number, result, heard);
        Assert.Equal(q850, record.GetProperty("q850Cause").GetInt32());
    }

    [Fact]
    public async Task A_trunk_that_asks_for_digest_gets_the_login_and_answers()
    {
        int port = LoopbackPorts.Pair();
        await OutsideAsync("36521001", port, """, "login": "acme", "password": "right" """);
        await using Sipp operators = Operator(port, SippSteps.ChallengedInviteComes("acme") + SippSteps.Ring + SippSteps.Answer() + SippSteps.ByeComes);
        await CallAsync("36521001", SippSteps.Invite + SippSteps.Answered + SippSteps.Bye);
        await operators.PassesAsync();
        await RecordSaysAsync("36521001", "answered", 200);
    }

    [Fact]
    public async Task A_silent_operator_is_left_after_its_time_for_the_second_trunk()
    {
        using UdpClient silent = new(new IPEndPoint(IPAddress.Loopback, 0));
        int port = ((IPEndPoint)silent.Client.LocalEndPoint!).Port;
        int second = LoopbackPorts.Pair();
        await OutsideAsync("36521002", port, "", second);
        await using Sipp operators = Operator(second, SippSteps.InviteComes + SippSteps.Ring + SippSteps.Answer() + SippSteps.ByeComes);
        await CallAsync("36521002", SippSteps.Invite + SippSteps.Answered + SippSteps.Bye);
        await operators.PassesAsync();
        JsonElement record = await RecordSaysAsync("36521002", "answered", 200);
        Assert.Equal($"t{second}", Text(record, "trunk"));
        DateTimeOffset started = record.GetProperty("startedAt").GetDateTimeOffset();
        Assert.InRange((record.GetProperty("answeredAt").GetDateTimeOffset() - started).TotalSeconds, 1.0, 4.0);
    }

    [Fact]
    [Trait("Feature", "RTE-13")]
    public async Task A_busy_trunk_overflows_to_the_next_one_within_a_second()
    {
        int port = LoopbackPorts.Pair();
        int second = LoopbackPorts.Pair();
        await OutsideAsync("36521003", port, """, "maxCalls": 1 """, second);
        await using Sipp first = Operator(port, SippSteps.InviteComes + SippSteps.Ring + SippSteps.Answer() + SippSteps.ByeComes);
        await using Sipp other = Operator(second, SippSteps.InviteComes + SippSteps.Ring + SippSteps.Answer() + SippSteps.ByeComes);
        await using Sipp holding = Sipp.Start(
            daemon, "1700", SippSteps.Invite + SippSteps.Answered + SippSteps.Pause(9_000) + SippSteps.Bye, LoopbackPorts.Pair(), dialled: "36521003");
        await Eventually.TrueAsync(
            async () => (await StatusAsync($"t{port}")).GetProperty("calls").GetInt32() == 1, TimeSpan.FromSeconds(8), () => "The first call did not come up.");
        await using Sipp overflow = Sipp.Start(
            daemon, "1701", SippSteps.Invite + SippSteps.Answered + SippSteps.Bye, LoopbackPorts.Pair(), dialled: "36521003");
        await overflow.PassesAsync();
        await other.PassesAsync();
        await holding.PassesAsync();
        await first.PassesAsync();
        JsonElement record = await daemon.RecordOfAsync("36521003", _began);
        Assert.Equal("answered", Text(record, "result"));
    }

    [Fact]
    public async Task An_operator_that_dies_mid_call_leaves_the_caller_free_to_hang_up_and_a_record()
    {
        int port = LoopbackPorts.Pair();
        await OutsideAsync("36521004", port);
        Sipp operators = Operator(port, SippSteps.InviteComes + SippSteps.Ring + SippSteps.Answer() + SippSteps.Pause(20_000));
        await using Sipp caller = Sipp.Start(
            daemon, "1700", SippSteps.Invite + SippSteps.Answered + SippSteps.Pause(2_000) + SippSteps.Bye, LoopbackPorts.Pair(), dialled: "36521004");
        await Eventually.TrueAsync(
            async () => (await daemon.XhandAsync("calls", "--json")).Contains("talking", StringComparison.Ordinal), TimeSpan.FromSeconds(8), () => "Nobody talked.");
        await operators.DisposeAsync();
        await caller.PassesAsync();
        await RecordSaysAsync("36521004", "answered", 200);
    }

    [Fact]
    [Trait("Feature", "RDR-01")]
    [Trait("Feature", "RDR-03")]
    public async Task A_caller_from_outside_reaches_the_redirects_extension_and_the_tag_is_on_record()
    {
        int port = LoopbackPorts.Pair();
        await OutsideAsync("36521005", port);
        await daemon.ApplyAsync("""{"redirects": [{"did": "1778", "name": "Vendas", "tag": "vendas", "destination": {"extension": "1702"}}]}""");
        int phonePort = LoopbackPorts.Pair();
        await using (Sipp register = Sipp.Start(daemon, "1702", SippSteps.Register(), phonePort))
        {
            await register.PassesAsync();
        }

        await using Sipp phone = Sipp.Start(daemon, "1702", SippSteps.InviteComes + SippSteps.Ring + SippSteps.Answer() + SippSteps.ByeComes, phonePort);
        await using Sipp outside = Sipp.Start(
            daemon, Caller, SippSteps.UnsignedInvite + SippSteps.UnsignedAnswered + SippSteps.Pause(200) + SippSteps.Bye, port, dialled: "1122331778");
        await outside.PassesAsync();
        await phone.PassesAsync();
        JsonElement record = await RecordSaysAsync("1122331778", "answered", 200);
        Assert.Equal(("inbound", $"t{port}", "vendas", Caller), (Text(record, "direction"), Text(record, "trunk"), Text(record, "tag"), Text(record, "from")));
        await using Sipp forget = Sipp.Start(daemon, "1702", SippSteps.ForgetAll, LoopbackPorts.Pair());
        await forget.PassesAsync();
    }

    [Fact]
    public async Task Forged_identities_from_outside_get_nowhere()
    {
        int port = LoopbackPorts.Pair();
        await OutsideAsync("36521006", port);
        await daemon.ApplyAsync("""{"redirects": [{"did": "1779", "destination": {"extension": "1703"}}]}""");

        // From the trunk's own address, as one of our extensions; and outwards again.
        await using (Sipp asExtension = Sipp.Start(daemon, "1700", SippSteps.UnsignedInvite + SippSteps.Refused(403, cseq: 1), port, dialled: "1779"))
        {
            await asExtension.PassesAsync();
        }

        await using (Sipp outwards = Sipp.Start(daemon, Caller, SippSteps.UnsignedInvite + SippSteps.Refused(404, cseq: 1), port, dialled: "36521006"))
        {
            await outwards.PassesAsync();
        }

        // The operator's machine, but another program on it: asked for the password like any phone.
        await using Sipp elsewhere = Sipp.Start(daemon, "1700", SippSteps.UnsignedInvite + SippSteps.Refused(401, cseq: 1), LoopbackPorts.Pair(), dialled: "1779");
        await elsewhere.PassesAsync();
    }

    [Fact]
    public async Task Audio_passes_both_ways_over_a_trunk()
    {
        await using Baresip ana = await Baresip.StartAsync(daemon, "1700", 440);
        await using Baresip far = await Baresip.StartAsync(daemon, "36521007", 1000, registers: false);
        await OutsideAsync("36521007", far.SipPort);
        await ana.DoAsync("dial", $"sip:36521007@127.0.0.1:{daemon.SipPort}");
        await far.WaitAsync("CALL_INCOMING");
        await far.DoAsync("accept");
        await ana.WaitAsync("CALL_ESTABLISHED");
        foreach ((Baresip phone, int hz) in new[] { (ana, 1000), (far, 440) })
        {
            await Eventually.TrueAsync(
                () => Task.FromResult(Math.Abs(phone.Heard().FrequencyHz - hz) <= 20 && phone.Heard().LevelDbfs > -20),
                TimeSpan.FromSeconds(10),
                () => $"Heard {phone.Heard()} instead of {hz} Hz.");
        }

        await far.DoAsync("hangup");
        await ana.WaitAsync("CALL_CLOSED");
        JsonElement record = await daemon.RecordOfAsync("36521007", _began);
        Assert.Equal(("answered", "callee", "outbound"), (Text(record, "result"), Text(record, "endedBy"), Text(record, "direction")));
    }

    private static string Text(JsonElement record, string name) => record.GetProperty(name).GetString() ?? "";

    private Sipp Operator(int port, string steps) => Sipp.Start(daemon, "operator", steps, port);

    private async Task CallAsync(string number, string steps)
    {
        await using Sipp caller = Sipp.Start(daemon, "1700", steps, LoopbackPorts.Pair(), dialled: number);
        await caller.PassesAsync();
    }

    private async Task<JsonElement> RecordSaysAsync(string dialled, string result, int status)
    {
        JsonElement record = await daemon.RecordOfAsync(dialled, _began);
        Assert.Equal((result, status), (Text(record, "result"), record.GetProperty("sipStatus").GetInt32()));
        return record;
    }

    private async Task<JsonElement> StatusAsync(string trunk)
    {
        using JsonDocument document = JsonDocument.Parse(await daemon.XhandAsync("trunks", "--json"));
        return document.RootElement.EnumerateArray().Single(item => item.GetProperty("name").GetString() == trunk).Clone();
    }

    // A trunk to that port, a second where asked, and a route for this one number over both.
    private Task OutsideAsync(string number, int port, string more = "", int second = 0)
    {
        string trunk(int at, string fields) => $$"""{"name": "t{{at}}", "host": "127.0.0.1", "port": {{at}}, "checkSeconds": 0{{fields}}}""";
        string trunks = second == 0 ? trunk(port, more) : $"{trunk(port, more)}, {trunk(second, "")}";
        string names = second == 0 ? $"\"t{port}\"" : $"\"t{port}\", \"t{second}\"";
        return daemon.ApplyAsync($$"""
            {
              "trunks": [{{trunks}}],
              "routes": [{"name": "r{{port}}", "direction": "outbound", "pattern": "{{number}}", "order": 1, "checkClass": false, "trunks": [{{names}}]}]
            }
            """);
    }
}
