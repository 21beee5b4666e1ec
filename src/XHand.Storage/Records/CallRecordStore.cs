using System.Globalization;
using System.Text.Json;
using Dapper;
using Npgsql;
using XHand.Calls.Facts;

namespace XHand.Storage.Records;

/// <summary>Call records and events in PostgreSQL.</summary>
public sealed class CallRecordStore(NpgsqlDataSource database) : ICallRecordStore
{
    private const string Columns = """
        r.call_id as CallId, r.segment as Segment, r.company as Company, r.from_number as FromNumber, r.from_name as FromName,
        r.dialled as Dialled, r.to_number as ToNumber, r.to_name as ToName, r.class as Class,
        r.direction as Direction, r.trunk as Trunk, r.route as Route, r.tag as Tag, r.started_at as StartedAt,
        r.ringing_at as RingingAt, r.answered_at as AnsweredAt, r.ended_at as EndedAt, r.talk_ms as TalkMs, r.total_ms as TotalMs,
        r.result as Result, r.ended_by as EndedBy, r.sip_status as SipStatus, r.q850_cause as Q850Cause, r.reason as Reason,
        r.plan_reasons as PlanReasons
        """;

    private const string Page = $"""
        select {Columns} from call_record r where r.company = @Company and {CallRecordSearch.Conditions}
        order by r.call_id desc, r.segment desc limit @Limit
        """;

    private const string PageOfNumber = $"""
        with found as (
            (select call_id, segment from call_record where company = @Company and {CallRecordSearch.NumberCalled} and {CallRecordSearch.Conditions} order by call_id desc limit @Limit)
            union
            (select call_id, segment from call_record where company = @Company and {CallRecordSearch.NumberWasDialled} and {CallRecordSearch.Conditions} order by call_id desc limit @Limit)
            union
            (select call_id, segment from call_record where company = @Company and {CallRecordSearch.NumberWasReached} and {CallRecordSearch.Conditions} order by call_id desc limit @Limit)
            order by call_id desc, segment desc limit @Limit
        )
        select {Columns} from found join call_record r using (call_id, segment)
        where r.company = @Company and r.call_id >= @Least and r.call_id < @Before
        order by r.call_id desc, r.segment desc
        """;

    private const string PageOfCalled = $"""
        with found as (
            (select call_id, segment from call_record where company = @Company and {CallRecordSearch.ToWasDialled} and {CallRecordSearch.Conditions} order by call_id desc limit @Limit)
            union
            (select call_id, segment from call_record where company = @Company and {CallRecordSearch.ToWasReached} and {CallRecordSearch.Conditions} order by call_id desc limit @Limit)
            order by call_id desc, segment desc limit @Limit
        )
        select {Columns} from found join call_record r using (call_id, segment)
        where r.company = @Company and r.call_id >= @Least and r.call_id < @Before
        order by r.call_id desc, r.segment desc
        """;

    private const string One = $"""
        select {Columns} from call_record r where r.company = @Company and r.call_id = @CallId order by r.segment limit 1
        """;

    // Of calls that were just read, and those are the company's.
    private const string LegsOf = """
        select call_id as CallId, leg_id as LegId, side as Side, party as Party, sip_call_id as SipCallId,
               remote_address as RemoteAddress, user_agent as UserAgent, codec as Codec, started_at as StartedAt,
               ringing_at as RingingAt, answered_at as AnsweredAt, ended_at as EndedAt, sip_status as SipStatus,
               packets_received as PacketsReceived, packets_sent as PacketsSent, packets_lost as PacketsLost, jitter_ms as JitterMs
        from leg where call_id = any(@Calls) and call_id >= @Least and call_id <= @Greatest
        order by call_id, number
        """;

    private const string EventsOf = """
        select sequence as Sequence, at as At, type as Type, payload::text as Payload
        from event where stream = @CallId and company = @Company and day >= cast(@FirstDay as date)
        order by at, sequence
        """;

    private sealed record EventRow(long Sequence, DateTime At, int Type, string Payload);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CallRecord>> ListAsync(CallRecordFilter filter, CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        string sql = filter.Number is not null ? PageOfNumber : filter.To is not null ? PageOfCalled : Page;
        CommandDefinition page = new(sql, CallRecordSearch.Parameters(filter), cancellationToken: cancellation);
        return await WithLegsAsync(connection, [.. await connection.QueryAsync<CallRecordRow>(page)], cancellation);
    }

    /// <inheritdoc/>
    public async Task<CallRecord?> FindAsync(Guid company, Guid callId, CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        CommandDefinition one = new(One, new { Company = company, CallId = callId }, cancellationToken: cancellation);
        List<CallRecordRow> rows = [.. await connection.QueryAsync<CallRecordRow>(one)];
        return (await WithLegsAsync(connection, rows, cancellation)).SingleOrDefault();
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CallEventRow>> EventsAsync(Guid company, Guid callId, CancellationToken cancellation)
    {
        if (!CallIdTime.TryRead(callId, out DateTimeOffset began))
        {
            return [];
        }
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        // A day earlier: the wall clock may have been set back between the id and the first fact.
        var parameters = new { Company = company, CallId = callId, FirstDay = began.AddDays(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) };
        CommandDefinition events = new(EventsOf, parameters, cancellationToken: cancellation);
        return [.. (await connection.QueryAsync<EventRow>(events)).Select(e => new CallEventRow(e.Sequence, e.At, TypeName(e.Type), Parse(e.Payload)))];
    }

    // The name that the API and the command line show: callStarted, legAnswered.
    private static string TypeName(int type) => JsonNamingPolicy.CamelCase.ConvertName(((FactType)type).ToString());

    private static JsonElement Parse(string payload)
    {
        using JsonDocument document = JsonDocument.Parse(payload);
        return document.RootElement.Clone();
    }

    private static async Task<IReadOnlyList<CallRecord>> WithLegsAsync(
        NpgsqlConnection connection, List<CallRecordRow> rows, CancellationToken cancellation)
    {
        if (rows.Count == 0)
        {
            return [];
        }
        Guid[] calls = [.. rows.Select(r => r.CallId).Distinct()];
        // Newest first: the last row has the least id.
        var parameters = new { Calls = calls, Least = calls[^1], Greatest = calls[0] };
        CommandDefinition legsOf = new(LegsOf, parameters, cancellationToken: cancellation);
        ILookup<Guid, LegRow> legs = (await connection.QueryAsync<LegRow>(legsOf)).ToLookup(l => l.CallId);
        return [.. rows.Select(r => r.ToRecord(legs[r.CallId]))];
    }
}
