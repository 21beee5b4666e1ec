using System.Globalization;
using System.Text;
using XHand.Calls.Tracing;

namespace XHand.Host.Commands;

/// <summary>A call's story as text: a lifeline for each party and one for us, arrows between them, decisions and events where they fell.</summary>
internal sealed class TraceLadder
{
    private const string Us = "XHand";
    private const string Originating = "originating";
    private const int TimeWidth = 15;
    private const int LeastColumn = 26;

    private readonly CallTrace _trace;
    private readonly TimeZoneInfo _zone;
    private readonly StringBuilder _text = new();
    private readonly List<Guid?> _columns;
    private readonly int _column;

    private TraceLadder(CallTrace trace, TimeZoneInfo zone)
    {
        (_trace, _zone) = (trace, zone);
        _columns =
        [
            .. trace.Parties.Where(party => party.Side == Originating).Select(party => (Guid?)party.LegId),
            null,
            .. trace.Parties.Where(party => party.Side != Originating).Select(party => (Guid?)party.LegId),
        ];
        _column = Math.Max(LeastColumn, trace.Messages.Select(message => Label(message).Length + 6).DefaultIfEmpty(0).Max());
    }

    /// <summary>The ladder; with <paramref name="full"/> the messages follow it.</summary>
    public static string Of(CallTrace trace, bool full, TimeZoneInfo zone)
    {
        TraceLadder ladder = new(trace, zone);
        ladder.WriteHead();
        ladder.WriteSteps();
        ladder.WriteMedia();
        if (full)
        {
            ladder.WriteMessages();
        }

        return ladder._text.ToString();
    }

    private void WriteHead()
    {
        string state = _trace.IsLive ? "live" : _trace.Result ?? "ended";
        Line($"Call {_trace.CallId}: {_trace.From} dials {_trace.Dialled}, goes to {_trace.To}; {state}");
        if (_trace.Reason is { } reason)
        {
            Line(reason);
        }

        if (!_trace.IsComplete)
        {
            Line("Its beginning is older than what is kept (settings Trace:Megabytes and Trace:Minutes).");
        }

        foreach (string decision in _trace.Decisions)
        {
            Line("  plan  " + decision);
        }

        Line("");
        Line(new string(' ', TimeWidth) + string.Concat(_columns.Select(leg => Centre(leg is null ? Us : Party(leg.Value).Number))));
        Line(new string(' ', TimeWidth) + string.Concat(_columns.Select(leg => Centre(leg is null ? "" : Party(leg.Value).Address))));
    }

    private void WriteSteps()
    {
        IEnumerable<(DateTimeOffset At, int Order, Action Write)> steps =
        [
            .. _trace.Messages.Select((message, i) => (message.At, i, (Action)(() => WriteArrow(message)))),
            .. _trace.Events.Select((told, i) => (told.At, i, (Action)(() => WriteEvent(told)))),
        ];
        foreach ((_, _, Action write) in steps.OrderBy(step => step.At))
        {
            write();
        }
    }

    private void WriteArrow(TraceMessage message)
    {
        int party = Middle(_columns.IndexOf(message.LegId));
        int us = Middle(_columns.IndexOf(null));
        (int left, int right) = (Math.Min(party, us), Math.Max(party, us));
        bool pointsRight = message.IsReceived == party < us;
        char[] line = Lifelines();
        for (int i = left + 1; i < right; i++)
        {
            line[i] = '-';
        }

        line[pointsRight ? right - 1 : left + 1] = pointsRight ? '>' : '<';
        string label = Label(message);

        // Between the two that stand next to each other, beside us: an arrow to a far party passes under the near ones.
        int start = party < us ? us - ((_column + label.Length) / 2) : us + ((_column - label.Length) / 2);
        label.CopyTo(0, line, start, label.Length);
        Line(Time(message.At) + new string(line).TrimEnd());
    }

    private void WriteEvent(TraceEvent told)
    {
        string who = told.Type != "callStarted" && told.LegId is { } leg && _columns.Contains(leg) ? Party(leg).Number + " " : "";
        char[] line = Lifelines();
        Line(Time(told.At) + new string(line, 0, Middle(0)) + "* " + who + told.Text);
    }

    private void WriteMedia()
    {
        List<TraceParty> heard = [.. _trace.Parties.Where(party => party.Media is not null)];
        if (heard.Count == 0)
        {
            return;
        }

        Line("");
        _text.Append(TextTable.Of(
            ["PARTY", "CODEC", "RECEIVED", "SENT", "LOST", "LOST %", "JITTER MS", "PHONE"],
            [.. heard.Select(party => (string[])
            [
                party.Number,
                party.Media!.Codec.Length > 0 ? party.Media.Codec : "-",
                Number(party.Media.PacketsReceived),
                Number(party.Media.PacketsSent),
                Number(party.Media.PacketsLost),
                Number(party.Media.LostPercent),
                Number(party.Media.JitterMs),
                party.UserAgent,
            ])],
            ""));
    }

    private void WriteMessages()
    {
        foreach (TraceMessage message in _trace.Messages)
        {
            Line("");
            Line($"{Time(message.At).Trim()} {(message.IsReceived ? "from" : "to")} {Party(message.LegId).Number} {message.Peer} by {message.Transport}");
            foreach (string line in message.Text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'))
            {
                Line("  " + line);
            }
        }
    }

    private static string Label(TraceMessage message)
    {
        string method = char.IsAsciiDigit(message.Summary[0]) ? $"{message.Summary} ({message.CSeq[(message.CSeq.IndexOf(' ') + 1)..]})" : message.Summary;
        return $" {method}{(message.HasSdp ? " SDP" : "")}{(message.IsRepeated ? " again" : "")} ";
    }

    private char[] Lifelines()
    {
        char[] line = new string(' ', _column * _columns.Count).ToCharArray();
        for (int i = 0; i < _columns.Count; i++)
        {
            line[Middle(i)] = '|';
        }

        return line;
    }

    private int Middle(int column) => (column * _column) + (_column / 2);

    private TraceParty Party(Guid leg) => _trace.Parties.First(party => party.LegId == leg);

    private string Centre(string text)
    {
        string cut = text.Length > _column - 2 ? text[..(_column - 2)] : text;
        int before = (_column / 2) - (cut.Length / 2);
        return (new string(' ', before) + cut).PadRight(_column);
    }

    private string Time(DateTimeOffset at) =>
        TimeZoneInfo.ConvertTime(at, _zone).ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture).PadRight(TimeWidth);

    private static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);

    // Names and messages come from phones: control characters must not reach the terminal.
    private void Line(string text) => _text.Append(string.Concat(text.TrimEnd().Select(c => char.IsControl(c) && c != '\t' ? ' ' : c))).Append('\n');
}
