using System.Data;
using System.Text;
using System.Text.Json;
using Dapper;
using Npgsql;
using NpgsqlTypes;
using XHand.Site;

namespace XHand.Storage.Audit;

/// <summary>Who changed what: rows that are only added, each holding the hash of the one before.</summary>
public sealed class AuditLog(NpgsqlDataSource database, TimeProvider time) : IAuditStore
{
    // 2: the hash is over address, function and e-mail too.
    private const short Format = 2;

    private const string LockHead = "select number as Number, hash as Hash from audit_head for update";
    private const string MoveHead = "update audit_head set number = @Number, hash = @Hash";

    private const string Insert = """
        insert into audit (number, at, actor, company, kind, key, action, before, after, previous_hash, hash, format, address, through, email)
        select *, @format, @address, @through, @email from unnest(
            @numbers, @ats, @actors, @companies, @kinds, @keys, @actions, @befores, @afters, @previous, @hashes)
        """;

    // The chain is one for all companies: that is what keeps it from being cut between them.
    private const string ReadHead = "select number as Number, hash as Hash from audit_head";
    private const string Entries = "select number from audit_head";

    private const string ReadAll = """
        select number as Number, (extract(epoch from at) * 1000000)::bigint as AtMicroseconds, actor as Actor, company as Company,
               kind as Kind, key as Key, action as Action, before::text as Before, after::text as After,
               previous_hash as PreviousHash, hash as Hash, format as Format, address as Address, through as Through, email as Email
        from audit order by number
        """;

    private const string List = """
        select number as Number, at as At, actor as Actor, email as Email, address as Address, through as Through, kind as Kind, key as Key,
               action as Action, before::text as Before, after::text as After
        from audit
        where company = @Company
          and (@Since::timestamptz is null or at >= @Since)
          and (@Kind::text is null or kind = @Kind)
          and (@Key::text is null or key = @Key)
          and (@Actor::text is null or actor = @Actor or split_part(actor, ':', 2) = @Actor)
          and (@Before::bigint is null or number < @Before)
        order by number desc
        limit @Limit
        """;

    private sealed record Head(long Number, byte[] Hash);

    private sealed record Stored(
        long Number, long AtMicroseconds, string Actor, string Company, string Kind, string Key, string Action,
        string? Before, string? After, byte[] PreviousHash, byte[] Hash, short Format, string Address, string Through, string Email);

    private sealed record Listed(
        long Number, DateTime At, string Actor, string Email, string Address, string Through, string Kind, string Key, string Action,
        string? Before, string? After);

    /// <inheritdoc/>
    public async Task AppendAsync(AuditActor actor, string company, SiteChange change, CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellation);
        await AppendAsync(transaction, actor, company, [change], cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<AuditRow>> ListAsync(AuditFilter filter, CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        CommandDefinition list = new(
            List,
            new { filter.Company, Since = filter.Since?.UtcDateTime, filter.Kind, filter.Key, filter.Actor, filter.Limit, filter.Before },
            cancellationToken: cancellation);
        return
        [
            .. (await connection.QueryAsync<Listed>(list)).Select(r => new AuditRow(
                r.Number, r.At, r.Actor, r.Email, r.Address, r.Through, r.Kind, r.Key, r.Action, Json(r.Before), Json(r.After))),
        ];
    }

    /// <inheritdoc/>
    public async Task<AuditCheck> CheckAsync(CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        long entries = await connection.ExecuteScalarAsync<long>(new CommandDefinition(Entries, cancellationToken: cancellation));
        return new(entries, await FindBreakAsync(cancellation));
    }

    /// <summary>Adds a row for each change, in the transaction that makes them.</summary>
    internal async Task AppendAsync(
        NpgsqlTransaction transaction, AuditActor actor, string company, IReadOnlyList<SiteChange> changes, CancellationToken cancellation)
    {
        NpgsqlConnection connection = transaction.Connection!;
        // Locks the chain until the commit: two writers cannot continue the same row.
        Head head = await connection.QuerySingleAsync<Head>(LockHead, transaction: transaction);
        long at = time.GetUtcNow().Ticks / TimeSpan.TicksPerMicrosecond - DateTime.UnixEpoch.Ticks / TimeSpan.TicksPerMicrosecond;
        AuditOrigin origin = new(actor.Address, actor.Through, actor.Email);
        List<(AuditEntry Entry, byte[] Previous, byte[] Hash)> rows = [];
        byte[] previous = head.Hash;
        foreach (SiteChange change in changes)
        {
            AuditEntry entry = new(
                head.Number + rows.Count + 1, at, actor.Name, company, change.Kind, change.Key, change.Action,
                Fields(change, f => f.Before), Fields(change, f => f.After), origin);
            byte[] hash = entry.Hash(previous);
            rows.Add((entry, previous, hash));
            previous = hash;
        }
        await using NpgsqlCommand insert = new(Insert, connection, transaction);
        void Add<T>(string name, NpgsqlDbType type, Func<(AuditEntry Entry, byte[] Previous, byte[] Hash), T> value) =>
            insert.Parameters.Add(new NpgsqlParameter(name, NpgsqlDbType.Array | type) { Value = rows.Select(value).ToArray() });
        Add("numbers", NpgsqlDbType.Bigint, r => r.Entry.Number);
        Add("ats", NpgsqlDbType.TimestampTz, r => DateTime.UnixEpoch.AddMicroseconds(r.Entry.AtMicroseconds));
        Add("actors", NpgsqlDbType.Text, r => r.Entry.Actor);
        Add("companies", NpgsqlDbType.Text, r => r.Entry.Company);
        Add("kinds", NpgsqlDbType.Text, r => r.Entry.Kind);
        Add("keys", NpgsqlDbType.Text, r => r.Entry.Key);
        Add("actions", NpgsqlDbType.Text, r => r.Entry.Action);
        Add("befores", NpgsqlDbType.Json, r => r.Entry.Before);
        Add("afters", NpgsqlDbType.Json, r => r.Entry.After);
        Add("previous", NpgsqlDbType.Bytea, r => r.Previous);
        Add("hashes", NpgsqlDbType.Bytea, r => r.Hash);
        insert.Parameters.Add(new NpgsqlParameter("format", NpgsqlDbType.Smallint) { Value = Format });
        insert.Parameters.Add(new NpgsqlParameter("address", NpgsqlDbType.Text) { Value = origin.Address });
        insert.Parameters.Add(new NpgsqlParameter("through", NpgsqlDbType.Text) { Value = origin.Through });
        insert.Parameters.Add(new NpgsqlParameter("email", NpgsqlDbType.Text) { Value = origin.Email });
        await insert.ExecuteNonQueryAsync(cancellation);
        await connection.ExecuteAsync(MoveHead, new { Number = head.Number + rows.Count, Hash = previous }, transaction);
    }

    /// <summary>The number of the first row that was changed, lost or added by other hands; null when the chain is whole.</summary>
    public async Task<long?> FindBreakAsync(CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        Head head = await connection.QuerySingleAsync<Head>(ReadHead, transaction: transaction);
        byte[] previous = new byte[32];
        long expected = 1;
        await foreach (Stored row in connection.QueryUnbufferedAsync<Stored>(ReadAll, transaction: transaction).WithCancellation(cancellation))
        {
            AuditEntry entry = new(
                row.Number, row.AtMicroseconds, row.Actor, row.Company, row.Kind, row.Key, row.Action, row.Before, row.After,
                row.Format == 1 ? null : new(row.Address, row.Through, row.Email));
            bool isForeign = row.Format == 1 && row.Address.Length + row.Through.Length + row.Email.Length > 0;
            if (isForeign || row.Number != expected || !row.PreviousHash.AsSpan().SequenceEqual(previous) || !row.Hash.AsSpan().SequenceEqual(entry.Hash(previous)))
            {
                return expected;
            }
            previous = row.Hash;
            expected++;
        }
        return head.Number == expected - 1 && head.Hash.AsSpan().SequenceEqual(previous) ? null : expected;
    }

    private static JsonElement? Json(string? text)
    {
        if (text is null)
        {
            return null;
        }
        using JsonDocument document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    // The changed fields as one object; null when there were none on this side (a record made or deleted).
    private static string? Fields(SiteChange change, Func<SiteFieldChange, string?> side)
    {
        if (change.Fields.All(f => side(f) is null))
        {
            return null;
        }
        using MemoryStream text = new();
        using (Utf8JsonWriter json = new(text))
        {
            json.WriteStartObject();
            foreach (SiteFieldChange field in change.Fields)
            {
                json.WritePropertyName(field.Field);
                json.WriteRawValue(side(field) ?? "null");
            }
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }
}
