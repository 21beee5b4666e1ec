using System.Globalization;

namespace XHand.Storage.Cluster;

/// <summary>Where PostgreSQL's programs are, and of which major version they are.</summary>
/// <param name="Directory">The folder with initdb, postgres and pg_ctl.</param>
/// <param name="Major">Major version.</param>
public sealed record PostgresPrograms(string Directory, int Major)
{
    /// <summary>Debian keeps each major version in a folder of its own.</summary>
    private const string DebianRoot = "/usr/lib/postgresql";

    /// <summary>The path of one program.</summary>
    public string this[string program] => Path.Combine(Directory, program);

    /// <summary>
    /// The server's programs: of the version that made the cluster, or the newest for a new one (null).
    /// Throws <see cref="StorageException"/> when there are none of that version.
    /// </summary>
    public static PostgresPrograms FindServer(int? major)
    {
        List<PostgresPrograms> found = [.. Installed("postgres", "initdb", "pg_ctl")];
        if (found.Count == 0)
        {
            throw new StorageException(
                StorageFault.ProgramsMissing,
                $"PostgreSQL is not installed: no initdb, postgres and pg_ctl under {DebianRoot}/*/bin or on PATH. Install Debian's package 'postgresql' or set a connection string.");
        }
        if (major is null)
        {
            return found[0];
        }
        return found.Find(p => p.Major == major) ?? throw new StorageException(
            StorageFault.OtherMajorVersion,
            $"The database was made by PostgreSQL {major}, and installed is {string.Join(", ", found.Select(p => p.Major))}. Install 'postgresql-{major}', or bring the cluster over with pg_upgrade.");
    }

    /// <summary>The newest pg_dump and pg_restore, or null.</summary>
    public static PostgresPrograms? FindClient() => Installed("pg_dump", "pg_restore").FirstOrDefault();

    private static IEnumerable<PostgresPrograms> Installed(params string[] programs)
    {
        IEnumerable<PostgresPrograms> debian = System.IO.Directory.Exists(DebianRoot)
            ? from directory in System.IO.Directory.EnumerateDirectories(DebianRoot)
              let major = Number(Path.GetFileName(directory))
              where major > 0
              orderby major descending
              select new PostgresPrograms(Path.Combine(directory, "bin"), major)
            : [];
        IEnumerable<PostgresPrograms> path =
            from directory in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
            where File.Exists(Path.Combine(directory, programs[0]))
            let major = AskVersion(Path.Combine(directory, programs[0]))
            where major > 0
            orderby major descending
            select new PostgresPrograms(directory, major);
        // The folders on PATH are asked for their version by running a program: only when Debian's are not there.
        return debian.Concat(path).Where(p => programs.All(name => File.Exists(p[name])));
    }

    // "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"
    private static int AskVersion(string program)
    {
        string output = ServiceCommand.RunHere(program, ["--version"]).Output;
        int at = output.IndexOf("(PostgreSQL) ", StringComparison.Ordinal);
        return at < 0 ? 0 : Number(string.Concat(output[(at + 13)..].TakeWhile(char.IsAsciiDigit)));
    }

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : 0;
}
