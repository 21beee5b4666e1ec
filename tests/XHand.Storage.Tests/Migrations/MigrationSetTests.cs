using XHand.Storage.Migrations;

namespace XHand.Storage.Tests.Migrations;

public sealed class MigrationSetTests
{
    private const string Header = "-- Why: a test.\n-- changes data: no\n";

    [Fact]
    public void Built_in_migrations_are_numbered_from_one_and_each_says_why()
    {
        MigrationSet set = MigrationSet.Embedded();

        Assert.NotEmpty(set.All);
        Assert.Equal(Enumerable.Range(1, set.All.Count), set.All.Select(m => m.Number));
    }

    /// <summary>A migration that is out in the world is never edited: databases that have it would refuse to start.</summary>
    [Fact]
    public void No_migration_differs_from_its_line_in_CHECKSUMS()
    {
        string lines = string.Concat(MigrationSet.Embedded().All.Select(m => $"{m.Checksum}  {m.Name}.sql\n"));

        Assert.Equal(File.ReadAllText(Path.Combine(Checkout(), "migrations", "CHECKSUMS")), lines);
    }

    [Theory]
    [InlineData("0002_create_thing.sql", Header)] // a gap
    [InlineData("0001_thing.sql", Header)] // no verb
    [InlineData("1_create_thing.sql", Header)]
    [InlineData("0001_create_thing.sql", "create table t (n int);")] // no reason
    [InlineData("0001_create_thing.sql", "-- Why: a test.\ncreate table t (n int);")] // does it change data?
    public void Improper_file_is_refused(string fileName, string sql)
    {
        StorageException refused = Assert.Throws<StorageException>(() => MigrationSet.Of([(fileName, sql)]));

        Assert.Contains(fileName, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Number_given_twice_is_refused() => Assert.Throws<StorageException>(
        () => MigrationSet.Of([("0001_create_thing.sql", Header), ("0001_create_other.sql", Header)]));

    private static string Checkout()
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "XHand.sln")))
        {
            at = at.Parent;
        }
        return at!.FullName;
    }
}
