using Npgsql;
using XHand.Site;
using XHand.Storage.Audit;

namespace XHand.Storage.Tests.Audit;

public sealed class AuditLogTests(DatabaseFixture fixture) : DatabaseTest(fixture)
{
    private AuditLog Log => new(Database, TimeProvider.System);

    [Fact]
    public async Task Rows_say_who_what_before_and_after()
    {
        await AppendAsync("ana", new SiteChange("extensions", "1700", "change", [new("name", "\"Ana\"", "\"<b> É\""), new("record", null, "true")]));

        Assert.Equal(
            """ana|default|extensions|1700|change|{"name":"Ana","record":null}|{"name":"<b> É","record":true}""",
            await QueryAsync<string>("select concat_ws('|', actor, company, kind, key, action, before, after) from audit"));
        Assert.Null(await Log.FindBreakAsync(None));
    }

    [Theory]
    [InlineData("update audit set actor = 'nobody' where number = 2", 2)]
    [InlineData("update audit set at = at + interval '1 microsecond' where number = 3", 3)]
    [InlineData("update audit set after = '{\"name\" :\"x\"}' where number = 1", 1)]
    [InlineData("delete from audit where number = 2", 2)]
    [InlineData("delete from audit where number = 5", 5)]
    [InlineData("insert into audit select 6, at, actor, company, kind, key, action, before, after, hash, hash from audit where number = 5", 6)]
    public async Task Row_edited_lost_or_slipped_in_is_found(string tampering, long number)
    {
        for (int i = 1; i <= 5; i++)
        {
            await AppendAsync("ana", new SiteChange("extensions", $"170{i}", "create", [new("name", null, "\"x\"")]));
        }
        await ExecuteAsync($"alter table audit disable trigger all; {tampering}");

        Assert.Equal(number, await Log.FindBreakAsync(None));
    }

    [Theory]
    [InlineData("update audit set actor = 'nobody'")]
    [InlineData("delete from audit")]
    [InlineData("truncate audit")]
    public async Task Rows_are_not_changed_by_ordinary_means(string sql)
    {
        await AppendAsync("ana", new SiteChange("extensions", "1700", "create", []));

        await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(sql));
    }

    private async Task AppendAsync(string actor, SiteChange change)
    {
        await using NpgsqlConnection connection = await Database.OpenConnectionAsync();
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync();
        await Log.AppendAsync(transaction, actor, "default", [change], None);
        await transaction.CommitAsync();
    }
}
