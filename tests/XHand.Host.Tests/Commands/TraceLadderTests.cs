using XHand.Calls.Tracing;
using XHand.Host.Commands;

namespace XHand.Host.Tests.Commands;

public sealed class TraceLadderTests
{
    private static readonly Guid _ana = new("00000000-0000-7000-8000-00000000000a");
    private static readonly Guid _bia = new("00000000-0000-7000-8000-00000000000b");
    private static readonly DateTimeOffset _at = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_call_is_drawn_with_its_parties_arrows_events_and_audio()
    {
        string text = TraceLadder.Of(Trace(), full: false, TimeZoneInfo.Utc);
        Assert.Equal(
            """
            Call 00000000-0000-7000-8000-000000000001: 1700 dials 1701, goes to 1701; answered
              plan  extension: 1701 rings

                                      1700                     XHand                      1701
                                 10.0.0.7:5060                                       10.0.0.8:5060
            12:00:00.000               |------- INVITE SDP ------>|                         |
            12:00:00.001               * 1700 dials 1701
            12:00:00.002               |                          |------- INVITE SDP ------>|
            12:00:00.003               |                          |<- 180 Ringing (INVITE) --|
            12:00:00.004               |<- 180 Ringing (INVITE) --|                          |
            12:00:00.005               * 1701 answered, PCMA

            PARTY  CODEC  RECEIVED  SENT  LOST  LOST %  JITTER MS  PHONE
            1700   PCMA   100       99    1     0.99    1.5        Phone/1

            """.ReplaceLineEndings("\n").Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal),
            text.Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal));
        string[] arrows = [.. text.Split('\n').Where(line => line.Contains("INVITE SDP", StringComparison.Ordinal))];
        Assert.Contains(">|", arrows[0], StringComparison.Ordinal);
        Assert.True(arrows[0].IndexOf('-', StringComparison.Ordinal) < arrows[1].IndexOf('-', StringComparison.Ordinal));
    }

    [Fact]
    public void Messages_follow_on_demand_and_control_characters_do_not_reach_the_terminal()
    {
        string text = TraceLadder.Of(Trace(), full: true, TimeZoneInfo.Utc);
        Assert.Contains("from 1700 10.0.0.7:5060 by udp\n  INVITE sip:1701 SIP/2.0\n  Subject:  [31m red\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', text);
    }

    [Fact]
    public void A_call_without_a_phone_or_message_is_still_told()
    {
        CallTrace bare = new(Guid.Empty, "1700", "9", "9", false, "refused", "no such number", false, [], [], [], []);
        string text = TraceLadder.Of(bare, full: true, TimeZoneInfo.Utc);
        Assert.Contains("no such number", text, StringComparison.Ordinal);
        Assert.Contains("older than what is kept", text, StringComparison.Ordinal);
    }

    private static CallTrace Trace() => new(
        new Guid("00000000-0000-7000-8000-000000000001"),
        "1700",
        "1701",
        "1701",
        false,
        "answered",
        null,
        true,
        [
            new(_ana, "originating", "1700", "10.0.0.7:5060", "Phone/1", "a@x", new("PCMA", 100, 99, 1, 0.99, 1.5)),
            new(_bia, "terminating", "1701", "10.0.0.8:5060", "", "b@x", null),
        ],
        ["extension: 1701 rings"],
        [
            new(_at, _ana, true, "udp", "10.0.0.7:5060", "INVITE", "1 INVITE", true, false, "INVITE sip:1701 SIP/2.0\r\nSubject: \u001b[31m red\r\n\r\n"),
            new(_at.AddMilliseconds(2), _bia, false, "udp", "10.0.0.8:5060", "INVITE", "1 INVITE", true, false, "INVITE"),
            new(_at.AddMilliseconds(3), _bia, true, "udp", "10.0.0.8:5060", "180 Ringing", "1 INVITE", false, false, "180"),
            new(_at.AddMilliseconds(4), _ana, false, "udp", "10.0.0.7:5060", "180 Ringing", "1 INVITE", false, false, "180"),
        ],
        [
            new(_at.AddMilliseconds(1), "callStarted", _ana, "1700 dials 1701", null),
            new(_at.AddMilliseconds(5), "legAnswered", _bia, "answered, PCMA", null),
        ]);
}
