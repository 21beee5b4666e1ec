using System.Globalization;
using System.Text.RegularExpressions;

namespace XHand.Storage.Migrations;

/// <summary>The migrations that this version knows, in order and checked: numbered from 1, each with its reason.</summary>
public sealed partial class MigrationSet
{
    private const string ResourceFolder = "migrations/";

    private MigrationSet(IReadOnlyList<Migration> migrations) => All = migrations;

    /// <summary>By number.</summary>
    public IReadOnlyList<Migration> All { get; }

    /// <summary>The files of the checkout's migrations/, which the build puts into this assembly: the same wherever we are installed.</summary>
    public static MigrationSet Embedded()
    {
        System.Reflection.Assembly assembly = typeof(MigrationSet).Assembly;
        return Of(from resource in assembly.GetManifestResourceNames()
                  where resource.StartsWith(ResourceFolder, StringComparison.Ordinal)
                  select (Path.GetFileName(resource), Read(assembly.GetManifestResourceStream(resource)!)));
    }

    /// <summary>A set of file names and texts; <see cref="StorageException"/> when they are not a whole and proper set.</summary>
    public static MigrationSet Of(IEnumerable<(string FileName, string Sql)> files)
    {
        List<Migration> migrations = [];
        foreach ((string fileName, string sql) in files.OrderBy(f => f.FileName, StringComparer.Ordinal))
        {
            if (!FileName().IsMatch(fileName))
            {
                throw Bad($"{fileName} is not named NNNN_verb_object.sql");
            }
            Migration migration = new(int.Parse(fileName.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture), fileName[..^4], sql);
            if (migration.Number != migrations.Count + 1)
            {
                throw Bad($"{fileName} should have the number {migrations.Count + 1:D4}: numbers go from 0001 without gaps and without repetition");
            }
            if (!Header().IsMatch(sql))
            {
                throw Bad($"{fileName} does not begin with '-- Why: ...' and '-- changes data: yes' or 'no'");
            }
            migrations.Add(migration);
        }
        return new(migrations);
    }

    private static StorageException Bad(string reason) => new(StorageFault.MigrationMissing, $"migrations/: {reason}.");

    private static string Read(Stream stream)
    {
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }

    [GeneratedRegex("^[0-9]{4}_[a-z]+(_[a-z0-9]+)+\\.sql$")]
    private static partial Regex FileName();

    [GeneratedRegex("\\A-- Why: .+\n(-- .+\n)*-- changes data: (yes|no)\n")]
    private static partial Regex Header();
}
