using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using XHand.Calls.Alarms;
using XHand.Host.Serving;
using XHand.Host.Settings;
using XHand.Host.Watching;
using XHand.Loop;
using XHand.Loop.Ids;
using XHand.Site;
using XHand.Storage.Nodes;

namespace XHand.Host.Tests.Serving;

/// <summary>A database that is only being made is not away; one that was there is.</summary>
public sealed class DatabaseLinkTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("xhand-link-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false, null, 0)]
    [InlineData(true, null, 1)]
    [InlineData(false, "Host=192.0.2.9;Username=xhand", 1)]
    public async Task Half_a_minute_without_a_database_is_an_alarm_but_not_at_the_first_start(bool hasCluster, string? connection, int alarms)
    {
        if (hasCluster)
        {
            Directory.CreateDirectory(Path.Combine(_folder, "postgres"));
        }

        HostSettings settings = SettingsReader.Read(new ConfigurationBuilder().AddInMemoryCollection(
            new Dictionary<string, string?> { ["Data:Directory"] = _folder, ["Database:ConnectionString"] = connection }).Build());
        using DataDirectory directory = DataDirectory.Open(_folder);
        NodeSecrets secrets = NodeSecrets.From(directory.SecretsKey);
        await using DatabaseLink link = new(
            settings, directory, new NodeIdentity(Guid.NewGuid(), "node", Guid.NewGuid(), "0.1.0"), secrets, new TimeOrderedIds(TimeProvider.System, new SecretRandom()),
            new SiteKeeper(new SiteCacheFile(directory.SiteCopy, secrets.Protector), NullLogger<SiteKeeper>.Instance), new StoreRelay(), new FrontDoor(settings, TextWriter.Null), NullLoggerFactory.Instance);
        VirtualLoop loop = new(new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));
        using AlarmBoard board = new(loop.Time, NullLogger<AlarmBoard>.Instance);
        DatabaseProbe probe = new(() => link.IsConnected || link.IsBeingMade, () => link.Lag, () => link.Quarantined);
        for (int second = 0; second < 30; second++)
        {
            probe.Look(board);
            board.Tick();
            loop.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(alarms, board.Current.Count(alarm => alarm.Code == AlarmCodes.DatabaseAway));
    }
}
