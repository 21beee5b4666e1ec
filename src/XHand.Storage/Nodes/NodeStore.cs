using Dapper;
using Npgsql;

namespace XHand.Storage.Nodes;

/// <summary>
/// The nodes. Who registers last owns the node: a process that died is replaced at once, one that is only slow finds its
/// carrier refused (fenced) from then on.
/// </summary>
public sealed class NodeStore(NpgsqlDataSource database, TimeProvider time)
{
    private const string Find = """
        select incarnation as Incarnation, lease_until as LeaseUntil from node where id = @Node for update
        """;

    private const string Register = """
        insert into node (id, name, incarnation, epoch, lease_until, version, started_at)
        values (@Node, @Name, @Incarnation, 1, @LeaseUntil, @Version, @Now)
        on conflict (id) do update set
            name = excluded.name,
            incarnation = excluded.incarnation,
            epoch = node.epoch + case when node.incarnation = excluded.incarnation then 0 else 1 end,
            lease_until = excluded.lease_until,
            version = excluded.version,
            started_at = excluded.started_at
        returning epoch as Epoch, cursor as Cursor, cursor_incarnation as CursorIncarnation
        """;

    private const string Renew = """
        update node set lease_until = @LeaseUntil where id = @Node and incarnation = @Incarnation
        """;

    private sealed record Held(Guid Incarnation, DateTime LeaseUntil);

    private sealed record Registered(long Epoch, long Cursor, Guid? CursorIncarnation);

    /// <summary>Registers this process as the node and fences every earlier one. Repeating it changes nothing but the lease.</summary>
    public async Task<NodeRegistration> RegisterAsync(NodeIdentity identity, TimeSpan lease, CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellation);
        DateTime now = time.GetUtcNow().UtcDateTime;
        Held? held = await connection.QuerySingleOrDefaultAsync<Held>(Find, new { identity.Node }, transaction);
        Registered made = await connection.QuerySingleAsync<Registered>(
            Register,
            new { identity.Node, identity.Name, identity.Incarnation, identity.Version, LeaseUntil = now + lease, Now = now },
            transaction);
        await transaction.CommitAsync(cancellation);
        bool fencedAnother = held is not null && held.Incarnation != identity.Incarnation && held.LeaseUntil > now;
        return new(identity.Node, identity.Incarnation, made.Epoch, (ulong)made.Cursor, made.CursorIncarnation, fencedAnother);
    }

    /// <summary>Says that this process is alive; false when another has registered as the node since.</summary>
    public async Task<bool> RenewAsync(NodeRegistration registration, TimeSpan lease, CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        CommandDefinition renew = new(
            Renew,
            new { registration.Node, registration.Incarnation, LeaseUntil = time.GetUtcNow().UtcDateTime + lease },
            cancellationToken: cancellation);
        return await connection.ExecuteAsync(renew) == 1;
    }
}
