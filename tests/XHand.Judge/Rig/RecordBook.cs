using System.Globalization;
using Npgsql;

namespace XHand.Judge.Rig;

/// <summary>A call's record, as the database has it.</summary>
internal sealed record RecordLine(
    Guid CallId, string SipCallId, string Result, string EndedBy, DateTime StartedAt, DateTime? AnsweredAt, DateTime EndedAt, long TalkMs, long TotalMs,
    string Reason);

/// <summary>What the journal became in the database.</summary>
/// <param name="Events">Rows of events.</param>
/// <param name="Distinct">Different sequences among them.</param>
/// <param name="First">Least sequence.</param>
/// <param name="Last">Greatest sequence.</param>
/// <param name="Quarantined">Facts that the database did not take.</param>
internal sealed record FactCount(long Events, long Distinct, long First, long Last, long Quarantined);

/// <summary>Reads the private PostgreSQL itself, past everything of ours.</summary>
internal sealed class RecordBook(string data)
{
    private const string Records = """
        select r.call_id, coalesce(l.sip_call_id, ''), r.result, r.ended_by, r.started_at, r.answered_at, r.ended_at, r.talk_ms, r.total_ms, coalesce(r.reason, '')
        from call_record r left join leg l on l.call_id = r.call_id and l.side = 'originating'
        order by r.call_id
        """;

    private const string Facts = """
        select count(*), count(distinct sequence), coalesce(min(sequence), 0), coalesce(max(sequence), 0), (select count(*) from quarantine) from event
        """;

    private readonly string _folder = Path.Combine(data, "postgres");

    /// <summary>Every record there is.</summary>
    public async Task<IReadOnlyList<RecordLine>> RecordsAsync()
    {
        await using NpgsqlConnection connection = await OpenAsync();
        await using NpgsqlCommand command = new(Records, connection);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        List<RecordLine> lines = [];
        while (await reader.ReadAsync())
        {
            lines.Add(new(
                reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetDateTime(4),
                reader.IsDBNull(5) ? null : reader.GetDateTime(5), reader.GetDateTime(6), reader.GetInt64(7), reader.GetInt64(8), reader.GetString(9)));
        }

        return lines;
    }

    /// <summary>The facts.</summary>
    public async Task<FactCount> FactsAsync()
    {
        await using NpgsqlConnection connection = await OpenAsync();
        await using NpgsqlCommand command = new(Facts, connection);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return new(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4));
    }

    /// <summary>Holds a lock that keeps the carrier's transaction from its end until disposed.</summary>
    public async Task<IAsyncDisposable> HoldCarrierAsync()
    {
        NpgsqlConnection connection = await OpenAsync();
        await using NpgsqlCommand command = new("begin; lock table call_record in exclusive mode", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    private async Task<NpgsqlConnection> OpenAsync()
    {
        string password = File.ReadLines(Path.Combine(data, "secrets", "pgpass")).Select(line => line.Split(':')).First(p => p[3] == "xhand")[4];
        NpgsqlConnection connection = new(string.Create(
            CultureInfo.InvariantCulture, $"Host={_folder};Port=5432;Database=xhand;Username=xhand;Password={password};Pooling=false;Timeout=5;Command Timeout=20"));
        await connection.OpenAsync();
        return connection;
    }
}
