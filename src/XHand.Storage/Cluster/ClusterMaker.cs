namespace XHand.Storage.Cluster;

/// <summary>Makes a new cluster. A half-made one is never taken for a whole one: it gets its name when it is done.</summary>
internal static class ClusterMaker
{
    /// <summary>
    /// Runs initdb into <c>postgres.new</c> and renames it to <paramref name="directory"/>: UTF-8, SCRAM for every way in,
    /// checksums on data pages, no role without a password.
    /// </summary>
    public static ClusterSecrets Make(PrivateClusterOptions options, PostgresPrograms programs, ServiceUser user, string directory)
    {
        string half = directory + ".new";
        if (Directory.Exists(half))
        {
            Directory.Delete(half, recursive: true);
        }
        user.MakeDirectory(half);
        // Before the cluster: a cluster whose password nobody knows would be lost.
        ClusterSecrets secrets = ClusterSecrets.Read(options.DataDirectory) ?? ClusterSecrets.Make(options.DataDirectory);
        string[] noSync = options.Fsync ? [] : ["--no-sync"];
        CommandResult made = new ServiceCommand(user, half).Run(
            [
                .. ServiceCommand.PasswordOnStandardInput,
                programs["initdb"], "--pgdata", ServiceCommand.InnerDirectory,
                "--username", PrivateClusterOptions.AdminName, "--pwfile=/dev/stdin",
                "--auth-local=scram-sha-256", "--auth-host=scram-sha-256",
                "--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums", .. noSync,
            ],
            secrets.AdminPassword + "\n");
        if (made.ExitCode != 0)
        {
            TryDelete(half);
            throw ClusterFailure.From($"PostgreSQL {programs.Major} could not make the database in {directory}", made.Output);
        }
        Directory.Move(half, directory);
        return secrets;
    }

    private static void TryDelete(string directory)
    {
        try
        {
            Directory.Delete(directory, recursive: true);
        }
        catch (IOException)
        {
            // The next start removes it; what is told now is why initdb failed.
        }
    }
}
