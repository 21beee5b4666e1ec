using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using XHand.Storage.Cluster;
using XHand.Storage.Migrations;

namespace XHand.Storage.Tests.Migrations;

public sealed class MigratorTests(DatabaseFixture fixture) : DatabaseTest(fixture)
{
    private const string One = "-- Why: a test.\n-- changes data: no\ncreate table one (n int); insert into one values (1);\n";
    private const string Two = "-- Why: a test.\n-- changes data: no\ncreate table two (n int);\n";
    private const string Three = "-- Why: a test.\n-- changes data: yes\nupdate one set n = n + 1;\n";

    private readonly TemporaryDirectory _directory = new();

    protected override bool Migrated => false;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _directory.Delete();
    }

    [Fact]
    public async Task All_migrations_apply_to_an_empty_database_and_then_none()
    {
        Migrator migrator = Make(MigrationSet.Embedded());

        IReadOnlyList<string> first = await migrator.RunAsync(None);
        IReadOnlyList<string> second = await migrator.RunAsync(None);

        Assert.Equal(MigrationSet.Embedded().All.Select(m => m.Name), first);
        Assert.Empty(second);
    }

    [Fact]
    public async Task Only_what_is_new_is_applied()
    {
        await Make(Of(One)).RunAsync(None);

        Assert.Equal(["0002_make_thing"], await Make(Of(One, Two)).RunAsync(None));
        Assert.Equal(1, await QueryAsync<int>("select n from one"));
    }

    [Fact]
    public async Task Edited_migration_is_refused_by_name()
    {
        await Make(Of(One, Two)).RunAsync(None);

        StorageException refused = await Assert.ThrowsAsync<StorageException>(() => Make(Of(One + "-- and more\n", Two)).RunAsync(None));

        Assert.Equal(StorageFault.MigrationEdited, refused.Fault);
        Assert.Contains("0001_make_thing", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migration_that_we_know_by_another_name_is_refused_with_both_names()
    {
        await Make(Of(One)).RunAsync(None);

        StorageException refused = await Assert.ThrowsAsync<StorageException>(
            () => Make(MigrationSet.Of([("0001_make_other.sql", One)])).RunAsync(None));

        Assert.Equal(StorageFault.MigrationMissing, refused.Fault);
        Assert.Contains("0001_make_thing", refused.Message, StringComparison.Ordinal);
        Assert.Contains("0001_make_other", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gap_in_what_was_applied_is_refused()
    {
        await Make(Of(One, Two)).RunAsync(None);
        await ExecuteAsync("delete from schema_migration where number = 1");

        StorageException refused = await Assert.ThrowsAsync<StorageException>(() => Make(Of(One, Two)).RunAsync(None));

        Assert.Equal(StorageFault.MigrationMissing, refused.Fault);
    }

    [Fact]
    public async Task Database_of_a_newer_version_is_refused_with_both_versions_named()
    {
        await Make(Of(One, Two), "0.9.0").RunAsync(None);

        StorageException refused = await Assert.ThrowsAsync<StorageException>(() => Make(Of(One), "0.8.0").RunAsync(None));

        Assert.Equal(StorageFault.DatabaseNewer, refused.Fault);
        Assert.Contains("0.9.0", refused.Message, StringComparison.Ordinal);
        Assert.Contains("0.8.0", refused.Message, StringComparison.Ordinal);
        Assert.Contains("0002_make_thing", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failing_migration_leaves_nothing_of_itself_and_keeps_those_before_it()
    {
        StorageException failed = await Assert.ThrowsAsync<StorageException>(
            () => Make(Of(One, "-- Why: a test.\n-- changes data: no\ncreate table half (n int); select 1 / 0;\n")).RunAsync(None));

        Assert.Equal(StorageFault.MigrationFailed, failed.Fault);
        Assert.Contains("0002_make_thing", failed.Message, StringComparison.Ordinal);
        Assert.True(await QueryAsync<bool>("select to_regclass('half') is null"));
        Assert.Equal(1, await QueryAsync<int>("select count(*)::int from schema_migration"));
    }

    [Fact]
    public async Task Two_processes_at_once_apply_each_migration_once()
    {
        IReadOnlyList<string>[] applied = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => Make(MigrationSet.Embedded()).RunAsync(None)));

        Assert.Single(applied, names => names.Count > 0);
    }

    [Fact]
    public async Task Backup_is_taken_before_data_changes_and_can_be_restored()
    {
        await Make(Of(One, Two)).RunAsync(None);

        await Make(Of(One, Two, Three)).RunAsync(None);

        Assert.Equal(2, await QueryAsync<int>("select n from one"));
        string backup = Assert.Single(Directory.GetFiles(Path.Combine(_directory.Path, "backups")));
        Assert.StartsWith("before-0003_make_thing-", Path.GetFileName(backup), StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(backup));
        // As docs/database.md says it is brought back, and then migrated again.
        NpgsqlConnectionStringBuilder to = new(ConnectionString);
        await ExecuteAsync("drop schema public cascade; create schema public");
        CommandResult restored = ServiceCommand.RunHere(
            PostgresPrograms.FindClient()!["pg_restore"],
            ["--no-owner", "--exit-on-error", $"--dbname=host={to.Host} user={to.Username} password={to.Password} dbname={to.Database}", backup]);
        Assert.Equal((0, ""), (restored.ExitCode, restored.Output));
        Assert.Equal(1, await QueryAsync<int>("select n from one"));
        Assert.Equal(["0003_make_thing"], await Make(Of(One, Two, Three)).RunAsync(None));
    }

    [Fact]
    public async Task No_backup_no_change()
    {
        await Make(Of(One, Two)).RunAsync(None);
        // A file where the folder should be.
        await File.WriteAllTextAsync(Path.Combine(_directory.Path, "backups"), "");

        StorageException failed = await Assert.ThrowsAsync<StorageException>(() => Make(Of(One, Two, Three)).RunAsync(None));

        Assert.Equal(StorageFault.BackupFailed, failed.Fault);
        Assert.Equal(1, await QueryAsync<int>("select n from one"));
    }

    [Fact]
    public async Task Wrong_password_is_a_refusal_and_no_server_a_failure()
    {
        await using NpgsqlDataSource wrong = DatabaseSource.Create(ConnectionString + ";Password=guess");
        await using NpgsqlDataSource away = DatabaseSource.Create("Host=127.0.0.1;Port=1;Username=xhand;Database=xhand");

        Assert.Equal(StorageFault.AccessRefused, (await Assert.ThrowsAsync<StorageException>(() => Make(Of(One), on: wrong).RunAsync(None))).Fault);
        Assert.Equal(StorageFault.ConnectionFailed, (await Assert.ThrowsAsync<StorageException>(() => Make(Of(One), on: away).RunAsync(None))).Fault);
    }

    [Fact]
    public async Task Database_that_cannot_hold_every_name_is_refused()
    {
        await Fixture.AdminAsync("create database latin owner xhand template template0 encoding 'LATIN1' locale 'C'");
        await using NpgsqlDataSource latin = DatabaseSource.Create(ConnectionString + ";Database=latin;Pooling=false");

        StorageException refused = await Assert.ThrowsAsync<StorageException>(() => Make(Of(One), on: latin).RunAsync(None));

        Assert.Contains("LATIN1", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Malformed_connection_string_is_said() =>
        Assert.Equal(StorageFault.AccessRefused, Assert.Throws<StorageException>(() => DatabaseSource.Create("Host=x;Nonsense=1")).Fault);

    private static MigrationSet Of(params string[] texts) =>
        MigrationSet.Of(texts.Select((text, i) => ($"{i + 1:D4}_make_thing.sql", text)));

    private Migrator Make(MigrationSet set, string version = "0.1.0", NpgsqlDataSource? on = null) => new(
        on ?? Database, set, new DatabaseBackup(ConnectionString, Path.Combine(_directory.Path, "backups"), TimeProvider.System), version, NullLogger.Instance);
}
