using System.Text.Json;
using XHand.Calls.Facts;
using XHand.Loop.Journal;
using XHand.Storage.Records;

namespace XHand.Storage.Carrier;

/// <summary>Facts sorted into the rows that they become. What cannot become one stands in quarantine from here on.</summary>
internal sealed class FactRows
{
    /// <summary>A fact and its payload as PostgreSQL takes it.</summary>
    public readonly record struct Event(JournalRecord Record, string Payload);

    /// <summary>A part of a fact that is not carried, and why.</summary>
    public readonly record struct Refused(JournalRecord Record, string Part, string Reason);

    // A fork to a large group makes a few hundred.
    private const int MostLegs = 10_000;

    private FactRows()
    {
    }

    /// <summary>Every fact that is JSON.</summary>
    public List<Event> Events { get; } = [];

    /// <summary>The records of calls that ended.</summary>
    public List<CallRecord> Calls { get; } = [];

    /// <summary>What is not carried.</summary>
    public List<Refused> Quarantine { get; } = [];

    /// <summary>The days that <see cref="Events"/> need partitions of.</summary>
    public IEnumerable<DateOnly> Days => Events.Select(e => DateOnly.FromDateTime(e.Record.Utc.UtcDateTime)).Distinct();

    /// <summary>The dates whose months <see cref="Calls"/> need partitions of.</summary>
    public IEnumerable<DateOnly> Months { get; private set; } = [];

    /// <summary>Sorts; <paramref name="parts"/> other than All is for a single fact that the database refused for <paramref name="reason"/>.</summary>
    public static FactRows Of(IEnumerable<JournalRecord> records, FactParts parts = FactParts.All, string reason = "")
    {
        FactRows rows = new();
        HashSet<DateOnly> months = [];
        foreach (JournalRecord record in records)
        {
            if (parts == FactParts.None)
            {
                rows.Quarantine.Add(new(record, "event", reason));
                continue;
            }
            if (PayloadCleaner.Clean(record.Fact.Payload, out string broken) is not { } payload)
            {
                rows.Quarantine.Add(new(record, "event", broken));
                continue;
            }
            rows.Events.Add(new(record, payload));
            if (record.Fact.Type != (ushort)FactType.CallEnded)
            {
                continue;
            }
            if (parts == FactParts.EventOnly)
            {
                rows.Quarantine.Add(new(record, "record", reason));
            }
            else if (ReadCall(payload, months, out broken) is { } call)
            {
                rows.Calls.Add(call);
            }
            else
            {
                rows.Quarantine.Add(new(record, "record", broken));
            }
        }
        rows.Months = months;
        return rows;
    }

    private static CallRecord? ReadCall(string payload, HashSet<DateOnly> months, out string reason)
    {
        try
        {
            CallRecord? call = JsonSerializer.Deserialize(payload, FactJson.Default.CallRecord);
            if (call is not { Legs: { Count: <= MostLegs } legs, PlanReasons: not null } || legs.Contains(null!))
            {
                reason = $"not a call record of at most {MostLegs} legs";
                return null;
            }
            if (!CallIdTime.TryRead(call.CallId, out DateTimeOffset at))
            {
                reason = $"the call's id {call.CallId} is not time-ordered (UUIDv7)";
                return null;
            }
            months.Add(DateOnly.FromDateTime(at.UtcDateTime));
            reason = "";
            return call;
        }
        catch (JsonException e)
        {
            reason = $"not a call record: {e.Message}";
            return null;
        }
    }
}
