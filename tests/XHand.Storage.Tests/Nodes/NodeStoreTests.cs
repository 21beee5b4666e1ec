using Microsoft.Extensions.Logging.Abstractions;
using XHand.Storage.Migrations;
using XHand.Storage.Nodes;
using XHand.Storage.Partitions;

namespace XHand.Storage.Tests.Nodes;

public sealed class NodeStoreTests(DatabaseFixture fixture) : DatabaseTest(fixture)
{
    private static readonly TimeSpan _lease = TimeSpan.FromSeconds(30);
    private static readonly NodeIdentity _first = new(Guid.CreateVersion7(), "rack-1", Guid.NewGuid(), "0.1.0");

    private NodeStore Nodes => new(Database, TimeProvider.System);

    [Fact]
    public async Task Each_process_raises_the_epoch_and_fences_the_one_before()
    {
        NodeRegistration first = await Nodes.RegisterAsync(_first, _lease, None);
        NodeRegistration second = await Nodes.RegisterAsync(_first with { Incarnation = Guid.NewGuid() }, _lease, None);

        Assert.Equal((1, 2), (first.Epoch, second.Epoch));
        Assert.Equal((false, true), (first.FencedAnother, second.FencedAnother));
        Assert.False(await Nodes.RenewAsync(first, _lease, None));
        Assert.True(await Nodes.RenewAsync(second, _lease, None));
    }

    [Fact]
    public async Task Repeated_registration_of_one_process_keeps_the_epoch()
    {
        await Nodes.RegisterAsync(_first, _lease, None);

        NodeRegistration again = await Nodes.RegisterAsync(_first, _lease, None);

        Assert.Equal((1, false), (again.Epoch, again.FencedAnother));
    }

    [Fact]
    public async Task Start_up_waits_for_a_database_that_is_away_and_then_makes_it_ready()
    {
        string database = await QueryAsync<string>("select current_database()");
        await ExecuteAsync("drop owned by xhand");
        await Fixture.AdminAsync($"alter database {database} allow_connections false");
        await Fixture.AdminAsync($"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{database}'");
        PartitionKeeper partitions = new(Database, TimeProvider.System, NullLogger.Instance);
        Migrator migrator = new(Database, MigrationSet.Embedded(), new DatabaseBackup("", "", TimeProvider.System), "0.1.0", NullLogger.Instance);

        RecordingLogger log = new();
        Task<NodeRegistration> starting = new DatabaseStartUp(migrator, partitions, Nodes, TimeProvider.System, log).RunAsync(_first, None);
        await Eventually.Async(() => log.Events.Contains(7050), "it waits for the database");
        await Fixture.AdminAsync($"alter database {database} allow_connections true");

        Assert.Equal(1, (await starting).Epoch);
    }
}
