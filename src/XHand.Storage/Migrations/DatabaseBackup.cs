using System.Diagnostics;
using System.Globalization;
using Npgsql;
using XHand.Storage.Cluster;

namespace XHand.Storage.Migrations;

/// <summary>
/// Dumps the database into a file with pg_dump (custom format; <c>pg_restore --clean --if-exists</c> brings it back). A file is
/// there whole or not at all.
/// </summary>
public sealed class DatabaseBackup(string connectionString, string directory, TimeProvider time)
{
    /// <summary>Makes a backup named after its reason and the time; its path. <see cref="StorageException"/> when it cannot.</summary>
    public async Task<string> CreateAsync(string reason, CancellationToken cancellation)
    {
        PostgresPrograms programs = PostgresPrograms.FindClient() ?? throw new StorageException(
            StorageFault.BackupFailed, "No backup can be made: pg_dump is not installed (Debian's package 'postgresql-client').");
        try
        {
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            string path = Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"{reason}-{time.GetUtcNow():yyyyMMdd'T'HHmmssfff'Z'}.dump"));
            string partial = path + ".partial";
            // Made by us with our mode; pg_dump then writes into it.
            await File.Create(partial, 1, FileOptions.None).DisposeAsync();
            File.SetUnixFileMode(partial, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            using Process process = Process.Start(Command(programs["pg_dump"], partial))!;
            string errors = await process.StandardError.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            if (process.ExitCode != 0)
            {
                File.Delete(partial);
                throw new StorageException(StorageFault.BackupFailed, $"The backup into {directory} failed: {errors.Trim()}");
            }
            await using (FileStream written = new(partial, FileMode.Open, FileAccess.ReadWrite))
            {
                written.Flush(flushToDisk: true);
            }
            File.Move(partial, path);
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(StorageFault.BackupFailed, $"The backup into {directory} failed: {e.Message}", e);
        }
    }

    private ProcessStartInfo Command(string program, string file)
    {
        NpgsqlConnectionStringBuilder to = new(connectionString);
        ProcessStartInfo start = new(program, ["--format=custom", "--no-password", $"--file={file}"]) { RedirectStandardError = true };
        // By environment, not by arguments: those everybody can read.
        void Set(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                start.Environment[name] = value;
            }
        }
        Set("PGHOST", to.Host);
        Set("PGPORT", to.Port.ToString(CultureInfo.InvariantCulture));
        Set("PGDATABASE", to.Database);
        Set("PGUSER", to.Username);
        Set("PGPASSWORD", to.Password);
        Set("PGPASSFILE", to.Passfile);
        Set("PGSSLROOTCERT", to.RootCertificate);
        Set("PGSSLMODE", to.SslMode switch
        {
            SslMode.VerifyCA => "verify-ca",
            SslMode.VerifyFull => "verify-full",
            var mode => mode.ToString().ToLowerInvariant(),
        });
        return start;
    }
}
