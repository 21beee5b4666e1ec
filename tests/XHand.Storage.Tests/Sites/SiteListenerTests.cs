using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using XHand.Loop.Ids;
using XHand.Site;
using XHand.Storage.Audit;
using XHand.Storage.Sites;

namespace XHand.Storage.Tests.Sites;

public sealed class SiteListenerTests(DatabaseFixture fixture) : DatabaseTest(fixture)
{
    private readonly ConcurrentQueue<long> _versions = new();

    private SiteStore Store => new(
        Database, new SecretProtector(new byte[32]), new TimeOrderedIds(TimeProvider.System, new SecretRandom()),
        new AuditLog(Database, TimeProvider.System), promptExists: null);

    [Fact]
    public async Task New_version_arrives_by_notification_and_an_old_one_does_not()
    {
        await ApplyAsync("1700");
        using CancellationTokenSource stop = new();
        Task listening = Listen(1, stop.Token);
        await ListensAsync();

        await ApplyAsync("1701");

        await Eventually.Async(() => _versions.Contains(2), "version 2 has arrived");
        Assert.DoesNotContain(1, _versions);
        await stop.CancelAsync();
        await listening;
    }

    [Fact]
    public async Task Version_made_while_the_connection_was_cut_arrives_after_it()
    {
        using CancellationTokenSource stop = new();
        Task listening = Listen(-1, stop.Token);
        await Eventually.Async(() => !_versions.IsEmpty, "the first snapshot has arrived");
        await ListensAsync();

        await ExecuteAsync("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
        await ApplyAsync("1701");

        await Eventually.Async(() => _versions.Contains(1), "version 1 has arrived");
        await stop.CancelAsync();
        await listening;
    }

    private Task Listen(long version, CancellationToken cancellation) =>
        new SiteListener(Database, Store, site => _versions.Enqueue(site.Version), TimeProvider.System, NullLogger.Instance).RunAsync(version, cancellation);

    private Task ListensAsync() => Eventually.Async(
        () => QueryAsync<bool>("select exists (select from pg_stat_activity where datname = current_database() and state = 'idle' and query like '%site_version%')"),
        "the listener waits");

    private Task<SiteApplyResult> ApplyAsync(string number) => Store.ApplyAsync(
        new SiteFile("default", null, [new ExtensionEntry { Number = number }], null), "site.json", new SiteApplyOptions(false, false, "test"), None);
}
