using System.Text;
using System.Text.Json;
using XHand.Calls.Facts;
using XHand.Loop.Journal;
using XHand.Sip.Transport;
using XHand.TestKit;

namespace XHand.Simulation;

/// <summary>
/// A town of telephones on one exchange: everything real above sockets, disk and audio, on virtual time, a bad network and chance that one
/// seed determines. What should not be is in the report's findings.
/// </summary>
internal sealed class Simulation
{
    private static readonly TimeSpan _glance = TimeSpan.FromSeconds(5);
    private readonly SimulationSettings _settings;
    private readonly VirtualExchange _exchange;
    private readonly Town _town;
    private readonly Findings _findings = new();
    private int _mostCalls;

    private Simulation(SimulationSettings settings)
    {
        _settings = settings;
        // Each call takes two to four pairs; the pairs are not what this town lacks.
        _exchange = new VirtualExchange(settings.Seed, pairs: 20_000);
        _exchange.Network.Faults = settings.Faults;
        _town = new Town(_exchange, settings);
    }

    /// <summary>Runs it. An exception that escapes from a turn escapes from here.</summary>
    /// <param name="settings">What to run.</param>
    /// <param name="progress">Hears now and then how many calls have been placed.</param>
    /// <param name="distort">Changes or drops records before the audit, to see that it notices.</param>
    public static SimulationReport Run(SimulationSettings settings, Action<int>? progress = null, Func<CallRecord, CallRecord?>? distort = null) =>
        new Simulation(settings).Run(progress, distort);

    private SimulationReport Run(Action<int>? progress, Func<CallRecord, CallRecord?>? distort)
    {
        using EventLogHash hash = new();
        _exchange.Network.Tap = (flow, message) =>
        {
            hash.Add(flow, message.Span, _exchange.Loop.Time.Elapsed);
            Trace(flow, message.Span);
        };
        _town.Settle();
        // Long enough for a REGISTER whose first try was lost for good.
        _exchange.Loop.Advance(TimeSpan.FromSeconds(90));
        CheckRegistrations();
        _town.OpenLines();
        RunCalls(progress);
        _town.SwitchOff();
        CheckQuiet();
        IReadOnlyList<CallRecord> records = _exchange.Records;
        Audit(distort is null ? records : [.. records.Select(distort).OfType<CallRecord>()]);
        IReadOnlyList<JournalRecord> facts = _exchange.Journal.Records;
        return new SimulationReport
        {
            Settings = _settings,
            Findings = _findings.All,
            EventLog = EventLogHash.OfFacts(facts),
            Wire = hash.OfWire(),
            Facts = facts.Count,
            Records = records,
            Holds = facts.Count(record => record.Fact.Type == (ushort)FactType.LegHeld),
            Sent = _exchange.Network.Sent,
            Lost = _exchange.Network.Lost,
            MostCalls = _mostCalls,
            Turns = _exchange.Loop.TurnsRun,
            VirtualTime = _exchange.Loop.Time.Elapsed,
        };
    }

    // A ladder to read a finding by: when, who to whom, and the message's first and CSeq lines.
    private void Trace(SipFlow flow, ReadOnlySpan<byte> message)
    {
        if (_settings.Trace is null)
        {
            return;
        }

        string text = Encoding.UTF8.GetString(message);
        if (text.Contains(_settings.Trace, StringComparison.Ordinal))
        {
            string[] lines = text.Split("\r\n");
            Console.Error.WriteLine(
                $"{_town.Now:HH:mm:ss.fff} {flow.Local} > {flow.Remote}  {lines[0]}  {Array.Find(lines, line => line.StartsWith("CSeq", StringComparison.Ordinal))}");
        }
    }

    private void RunCalls(Action<int>? progress)
    {
        // Half an hour more than the calls take on average: then something hangs, and the audit says what.
        TimeSpan left = TimeSpan.FromSeconds((_settings.Calls * 2 / _settings.CallsPerSecond) + 1_800);
        for (; !_town.IsDone && left > TimeSpan.Zero; left -= _glance)
        {
            _exchange.Loop.RunUntil(() => _town.IsDone, _glance);
            CheckMeanwhile();
            progress?.Invoke(_town.Placed);
        }

        _findings.Expect(_town.IsDone, "Every call ends", () => $"{_town.Placed} of {_settings.Calls} placed, phones are still in {_town.Open}");
    }

    private void CheckRegistrations()
    {
        int wanted = _town.Phones.Count(phone => phone.IsAtHome);
        int confirmed = _town.Phones.Count(phone => phone.IsRegistered);
        int bound = _exchange.Exchange.Bindings.Count;
        _findings.Expect(wanted == confirmed && confirmed == bound, "Every phone is registered once", () => $"{wanted} want to be, {confirmed} are told so, {bound} are bound");
    }

    // Between two turns the tables agree with each other, at any time.
    private void CheckMeanwhile()
    {
        int calls = _exchange.Exchange.Calls.Count;
        _mostCalls = Math.Max(_mostCalls, calls);
        int published = _exchange.Exchange.Live.Calls().Count;
        string when = $"at {_exchange.Loop.Time.Elapsed}";
        _findings.Expect(published == calls, "The published calls are the live calls", () => $"{published} published, {calls} live {when}");
        _findings.Expect(
            _exchange.Media.ReservedPairs == _exchange.Exchange.OpenMedia,
            "Each leg with open media has its ports",
            () => $"{_exchange.Media.ReservedPairs} pairs, {_exchange.Exchange.OpenMedia} legs {when}");
        _findings.Expect(
            _exchange.Exchange.OpenMedia <= calls * 3, "No leg outlives its call", () => $"{_exchange.Exchange.OpenMedia} legs of {calls} calls {when}");
        int wanted = _town.Phones.Count(phone => phone.IsAtHome);
        _findings.Expect(
            _exchange.Exchange.Bindings.Count == wanted, "Bindings last as long as phones refresh them", () => $"{_exchange.Exchange.Bindings.Count} bound, {wanted} want to be {when}");
    }

    private void CheckQuiet()
    {
        _exchange.Loop.Advance(TimeSpan.FromMinutes(2));
        foreach (string leak in _exchange.Leaks())
        {
            _findings.Expect(false, "Nothing is left after quiet", () => leak);
        }

        int unfinished = _town.Phones.Sum(phone => phone.Unfinished);
        _findings.Expect(unfinished == 0, "Nothing is left after quiet", () => $"{unfinished} transactions and calls of the phones");
        _findings.Expect(_exchange.Exchange.Bindings.Count == 0, "Nothing is left after quiet", () => $"{_exchange.Exchange.Bindings.Count} bindings");
        _findings.Expect(_exchange.Loop.Time.TimersPending == 0, "Nothing is left after quiet", () => $"{_exchange.Loop.Time.TimersPending} timers");
    }

    private void Audit(IReadOnlyList<CallRecord> records)
    {
        IReadOnlyList<CallStarted> started = [.. _exchange.Journal.Records
            .Where(record => record.Fact.Type == (ushort)FactType.CallStarted)
            .Select(record => JsonSerializer.Deserialize(record.Fact.Payload.Span, FactJson.Default.CallStarted)!)];
        new RecordAudit(_findings, _town.Accounts, _town.TurnedAway).Check(started, records);
    }
}
