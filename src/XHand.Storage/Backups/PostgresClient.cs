using System.Diagnostics;
using System.Globalization;
using Npgsql;
using XHand.Storage.Cluster;

namespace XHand.Storage.Backups;

/// <summary>Runs pg_dump and pg_restore on one database. The password goes by the environment, which only its owner can read.</summary>
/// <param name="connectionString">The database, as Npgsql is told it.</param>
internal sealed class PostgresClient(string connectionString)
{
    /// <summary>Runs a program to its end; what it said when it failed, or null. <see cref="StorageException"/> when it is not installed.</summary>
    public async Task<string?> RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellation)
    {
        PostgresPrograms programs = PostgresPrograms.FindClient() ?? throw new StorageException(
            StorageFault.BackupFailed, $"{program} is not installed (Debian's package 'postgresql-client').");
        using Process process = Process.Start(Command(programs[program], arguments))!;
        string errors = await process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return process.ExitCode == 0 ? null : errors.Trim();
    }

    private ProcessStartInfo Command(string program, IEnumerable<string> arguments)
    {
        NpgsqlConnectionStringBuilder to = new(connectionString);
        ProcessStartInfo start = new(program, [.. arguments]) { RedirectStandardError = true };
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
