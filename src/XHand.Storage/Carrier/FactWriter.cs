using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using XHand.Calls.Facts;
using XHand.Storage.Nodes;

namespace XHand.Storage.Carrier;

/// <summary>
/// Writes rows and cursor in one transaction and one round trip. Each table takes its rows as arrays, so the statements are the
/// same for one row and for a thousand. A row that is there already stays as it is.
/// </summary>
internal static class FactWriter
{
    private const string MoveCursor = """
        update node set cursor = @to, cursor_incarnation = @writer
        where id = @node and incarnation = @incarnation and cursor = @from
        """;

    private const string InsertEvents = """
        insert into event (day, node, incarnation, sequence, at, monotonic, type, version, company, stream, stream_version, cause, payload)
        select (at at time zone 'UTC')::date, @node, incarnation, sequence, at, monotonic, type, version, company, stream, stream_version, cause, payload
        from unnest(@incarnations, @sequences, @ats, @monotonics, @types, @versions, @companies, @streams, @streamVersions, @causes, @payloads)
            as f (incarnation, sequence, at, monotonic, type, version, company, stream, stream_version, cause, payload)
        on conflict do nothing
        """;

    private const string InsertCalls = """
        insert into call (id, company, node, linked_id, started_at, answered_at, ended_at)
        select id, company, @node, id, started_at, answered_at, ended_at
        from unnest(@ids, @companies, @starteds, @answereds, @endeds) as c (id, company, started_at, answered_at, ended_at)
        on conflict do nothing
        """;

    private const string InsertLegs = """
        insert into leg (call_id, number, leg_id, company, side, party, sip_call_id, remote_address, user_agent, codec, started_at,
                         ringing_at, answered_at, ended_at, sip_status, packets_received, packets_sent, packets_lost, jitter_ms)
        select * from unnest(
            @calls, @numbers, @ids, @companies, @sides, @parties, @sipCallIds, @addresses, @agents, @codecs, @starteds,
            @ringings, @answereds, @endeds, @statuses, @received, @sent, @lost, @jitters)
        on conflict do nothing
        """;

    // Arrays of arrays have one shape for all rows in PostgreSQL; the reasons travel as JSON instead.
    private const string InsertRecords = """
        insert into call_record (call_id, segment, company, from_number, from_name, dialled, to_number, to_name, class, direction, trunk, route, tag, started_at,
                                 ringing_at, answered_at, ended_at, talk_ms, total_ms, result, ended_by, sip_status, q850_cause,
                                 reason, plan_reasons)
        select call_id, segment, company, from_number, from_name, dialled, to_number, to_name, class, direction, trunk, route, tag, started_at,
               ringing_at, answered_at, ended_at, talk_ms, total_ms, result, ended_by, sip_status, q850_cause,
               reason, array(select jsonb_array_elements_text(plan_reasons))
        from unnest(
            @ids, @segments, @companies, @froms, @fromNames, @dialled, @tos, @toNames, @classes, @directions, @trunks, @routes, @tags, @starteds,
            @ringings, @answereds, @endeds, @talks, @totals, @results, @enders, @statuses, @causes, @reasons, @plans)
            as r (call_id, segment, company, from_number, from_name, dialled, to_number, to_name, class, direction, trunk, route, tag, started_at,
                  ringing_at, answered_at, ended_at, talk_ms, total_ms, result, ended_by, sip_status, q850_cause, reason, plan_reasons)
        on conflict do nothing
        """;

    private const string InsertQuarantine = """
        insert into quarantine (node, incarnation, sequence, part, at, type, version, company, stream, payload, reason)
        select @node, * from unnest(@incarnations, @sequences, @parts, @ats, @types, @versions, @companies, @streams, @payloads, @reasons)
        on conflict do nothing
        """;

    /// <summary>
    /// Writes and commits; false, with nothing written, when the cursor is not where it was thought to be or another process
    /// owns the node.
    /// </summary>
    public static async Task<bool> WriteAsync(
        NpgsqlConnection connection, NodeRegistration node, FactRows rows, CursorMove move, CancellationToken cancellation)
    {
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellation);
        await using NpgsqlBatch batch = new(connection, transaction);
        NpgsqlBatchCommand cursor = Command(
            MoveCursor,
            new("to", (long)move.To), new("writer", move.Writer), new("node", node.Node), new("incarnation", node.Incarnation), new("from", (long)move.From));
        batch.BatchCommands.Add(cursor);
        if (rows.Events.Count > 0)
        {
            batch.BatchCommands.Add(Events(node.Node, rows.Events));
        }
        if (rows.Calls.Count > 0)
        {
            batch.BatchCommands.Add(Calls(node.Node, rows.Calls));
            batch.BatchCommands.Add(Legs(rows.Calls));
            batch.BatchCommands.Add(Records(rows.Calls));
        }
        if (rows.Quarantine.Count > 0)
        {
            batch.BatchCommands.Add(Quarantine(node.Node, rows.Quarantine));
        }
        await batch.ExecuteNonQueryAsync(cancellation);
        if (cursor.RecordsAffected != 1)
        {
            await transaction.RollbackAsync(cancellation);
            return false;
        }
        await transaction.CommitAsync(cancellation);
        return true;
    }

    private static NpgsqlBatchCommand Events(Guid node, List<FactRows.Event> events) => Command(
        InsertEvents,
        new("node", node),
        Array(events, "incarnations", NpgsqlDbType.Uuid, e => e.Record.Incarnation),
        Array(events, "sequences", NpgsqlDbType.Bigint, e => (long)e.Record.Sequence),
        Array(events, "ats", NpgsqlDbType.TimestampTz, e => e.Record.Utc.UtcDateTime),
        Array(events, "monotonics", NpgsqlDbType.Bigint, e => e.Record.MonotonicTicks),
        Array(events, "types", NpgsqlDbType.Integer, e => (int)e.Record.Fact.Type),
        Array(events, "versions", NpgsqlDbType.Integer, e => (int)e.Record.Fact.Version),
        Array(events, "companies", NpgsqlDbType.Uuid, e => e.Record.Fact.Company),
        Array(events, "streams", NpgsqlDbType.Uuid, e => e.Record.Fact.Stream),
        Array(events, "streamVersions", NpgsqlDbType.Bigint, e => (long)e.Record.Fact.StreamVersion),
        Array(events, "causes", NpgsqlDbType.Bigint, e => (long)e.Record.Fact.Cause),
        Array(events, "payloads", NpgsqlDbType.Jsonb, e => e.Payload));

    private static NpgsqlBatchCommand Calls(Guid node, List<CallRecord> calls) => Command(
        InsertCalls,
        new("node", node),
        Array(calls, "ids", NpgsqlDbType.Uuid, c => c.CallId),
        Array(calls, "companies", NpgsqlDbType.Uuid, c => c.Company),
        Array(calls, "starteds", NpgsqlDbType.TimestampTz, c => c.StartedAt.UtcDateTime),
        Array(calls, "answereds", NpgsqlDbType.TimestampTz, c => c.AnsweredAt?.UtcDateTime),
        Array(calls, "endeds", NpgsqlDbType.TimestampTz, c => c.EndedAt.UtcDateTime));

    private static NpgsqlBatchCommand Legs(List<CallRecord> calls)
    {
        List<(CallRecord Call, short Number, LegRecord Leg)> legs =
            [.. calls.SelectMany(c => c.Legs.Select((leg, i) => (c, checked((short)(i + 1)), leg)))];
        return Command(
            InsertLegs,
            Array(legs, "calls", NpgsqlDbType.Uuid, l => l.Call.CallId),
            Array(legs, "numbers", NpgsqlDbType.Smallint, l => l.Number),
            Array(legs, "ids", NpgsqlDbType.Uuid, l => l.Leg.LegId),
            Array(legs, "companies", NpgsqlDbType.Uuid, l => l.Call.Company),
            Array(legs, "sides", NpgsqlDbType.Text, l => l.Leg.Side),
            Array(legs, "parties", NpgsqlDbType.Text, l => l.Leg.Number),
            Array(legs, "sipCallIds", NpgsqlDbType.Text, l => l.Leg.SipCallId),
            Array(legs, "addresses", NpgsqlDbType.Text, l => l.Leg.RemoteAddress),
            Array(legs, "agents", NpgsqlDbType.Text, l => l.Leg.UserAgent),
            Array(legs, "codecs", NpgsqlDbType.Text, l => l.Leg.Codec),
            Array(legs, "starteds", NpgsqlDbType.TimestampTz, l => l.Leg.StartedAt.UtcDateTime),
            Array(legs, "ringings", NpgsqlDbType.TimestampTz, l => l.Leg.RingingAt?.UtcDateTime),
            Array(legs, "answereds", NpgsqlDbType.TimestampTz, l => l.Leg.AnsweredAt?.UtcDateTime),
            Array(legs, "endeds", NpgsqlDbType.TimestampTz, l => l.Leg.EndedAt.UtcDateTime),
            Array(legs, "statuses", NpgsqlDbType.Integer, l => l.Leg.SipStatus),
            Array(legs, "received", NpgsqlDbType.Bigint, l => l.Leg.PacketsReceived),
            Array(legs, "sent", NpgsqlDbType.Bigint, l => l.Leg.PacketsSent),
            Array(legs, "lost", NpgsqlDbType.Bigint, l => l.Leg.PacketsLost),
            Array(legs, "jitters", NpgsqlDbType.Double, l => l.Leg.JitterMs));
    }

    private static NpgsqlBatchCommand Records(List<CallRecord> calls) => Command(
        InsertRecords,
        Array(calls, "ids", NpgsqlDbType.Uuid, c => c.CallId),
        Array(calls, "segments", NpgsqlDbType.Integer, c => c.Segment),
        Array(calls, "companies", NpgsqlDbType.Uuid, c => c.Company),
        Array(calls, "froms", NpgsqlDbType.Text, c => c.From),
        Array(calls, "fromNames", NpgsqlDbType.Text, c => c.FromName),
        Array(calls, "dialled", NpgsqlDbType.Text, c => c.Dialled),
        Array(calls, "tos", NpgsqlDbType.Text, c => c.To),
        Array(calls, "toNames", NpgsqlDbType.Text, c => c.ToName),
        Array(calls, "classes", NpgsqlDbType.Text, c => c.Class),
        Array(calls, "directions", NpgsqlDbType.Text, c => c.Direction),
        Array(calls, "trunks", NpgsqlDbType.Text, c => c.Trunk),
        Array(calls, "routes", NpgsqlDbType.Text, c => c.Route),
        Array(calls, "tags", NpgsqlDbType.Text, c => c.Tag),
        Array(calls, "starteds", NpgsqlDbType.TimestampTz, c => c.StartedAt.UtcDateTime),
        Array(calls, "ringings", NpgsqlDbType.TimestampTz, c => c.RingingAt?.UtcDateTime),
        Array(calls, "answereds", NpgsqlDbType.TimestampTz, c => c.AnsweredAt?.UtcDateTime),
        Array(calls, "endeds", NpgsqlDbType.TimestampTz, c => c.EndedAt.UtcDateTime),
        Array(calls, "talks", NpgsqlDbType.Bigint, c => c.TalkMs),
        Array(calls, "totals", NpgsqlDbType.Bigint, c => c.TotalMs),
        Array(calls, "results", NpgsqlDbType.Text, c => c.Result),
        Array(calls, "enders", NpgsqlDbType.Text, c => c.EndedBy),
        Array(calls, "statuses", NpgsqlDbType.Integer, c => c.SipStatus),
        Array(calls, "causes", NpgsqlDbType.Integer, c => c.Q850Cause),
        Array(calls, "reasons", NpgsqlDbType.Text, c => c.Reason),
        Array(calls, "plans", NpgsqlDbType.Jsonb, c => JsonSerializer.Serialize(c.PlanReasons)));

    private static NpgsqlBatchCommand Quarantine(Guid node, List<FactRows.Refused> refused) => Command(
        InsertQuarantine,
        new("node", node),
        Array(refused, "incarnations", NpgsqlDbType.Uuid, r => r.Record.Incarnation),
        Array(refused, "sequences", NpgsqlDbType.Bigint, r => (long)r.Record.Sequence),
        Array(refused, "parts", NpgsqlDbType.Text, r => r.Part),
        Array(refused, "ats", NpgsqlDbType.TimestampTz, r => r.Record.Utc.UtcDateTime),
        Array(refused, "types", NpgsqlDbType.Integer, r => (int)r.Record.Fact.Type),
        Array(refused, "versions", NpgsqlDbType.Integer, r => (int)r.Record.Fact.Version),
        Array(refused, "companies", NpgsqlDbType.Uuid, r => r.Record.Fact.Company),
        Array(refused, "streams", NpgsqlDbType.Uuid, r => r.Record.Fact.Stream),
        Array(refused, "payloads", NpgsqlDbType.Bytea, r => r.Record.Fact.Payload.ToArray()),
        Array(refused, "reasons", NpgsqlDbType.Text, r => r.Reason.Replace('\0', '?')));

    private static NpgsqlParameter Array<TRow, TValue>(List<TRow> rows, string name, NpgsqlDbType type, Func<TRow, TValue> value)
    {
        TValue[] values = new TValue[rows.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = value(rows[i]);
        }
        return new NpgsqlParameter(name, NpgsqlDbType.Array | type) { Value = values };
    }

    private static NpgsqlBatchCommand Command(string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        NpgsqlBatchCommand command = new(sql);
        foreach (NpgsqlParameter parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }
        return command;
    }
}
