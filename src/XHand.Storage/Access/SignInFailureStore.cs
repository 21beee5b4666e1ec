using Dapper;
using Npgsql;

namespace XHand.Storage.Access;

/// <summary>Failed sign-ins in PostgreSQL.</summary>
public sealed class SignInFailureStore(NpgsqlDataSource database) : ISignInFailureStore
{
    // More have no room in memory either.
    private const string Since = """
        select id as Id, failures as Count, last_at as LastAt, waits_until as WaitsUntil
        from sign_in_failure where last_at > @Since order by last_at desc limit 50000
        """;

    private const string Keep = """
        insert into sign_in_failure (id, failures, last_at, waits_until) values (@Id, @Count, @LastAt, @WaitsUntil)
        on conflict (id) do update set failures = excluded.failures, last_at = excluded.last_at, waits_until = excluded.waits_until
        """;

    private const string Forgive = "delete from sign_in_failure where id = @Id";

    private sealed record Row(Guid Id, int Count, DateTime LastAt, DateTime WaitsUntil);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SignInFailure>> SinceAsync(DateTimeOffset since, CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        CommandDefinition query = new(Since, new { Since = since.UtcDateTime }, cancellationToken: cancellation);
        return [.. (await connection.QueryAsync<Row>(query)).Select(row => new SignInFailure(row.Id, row.Count, row.LastAt, row.WaitsUntil))];
    }

    /// <inheritdoc/>
    public async Task KeepAsync(IReadOnlyList<SignInFailure> failures, CancellationToken cancellation)
    {
        if (failures.Count == 0)
        {
            return;
        }
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        foreach (SignInFailure failure in failures)
        {
            Row row = new(failure.Id, failure.Count, failure.LastAt.UtcDateTime, failure.WaitsUntil.UtcDateTime);
            await connection.ExecuteAsync(new CommandDefinition(failure.Count > 0 ? Keep : Forgive, row, cancellationToken: cancellation));
        }
    }
}
