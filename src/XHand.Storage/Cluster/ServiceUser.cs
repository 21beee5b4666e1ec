namespace XHand.Storage.Cluster;

/// <summary>
/// Who PostgreSQL runs as, since it refuses root: the daemon's own user, or for a daemon that is root the owner of the
/// cluster, else <c>xhand</c> if there is such a user, else the <c>postgres</c> of Debian's package.
/// </summary>
/// <param name="Id">The numeric user to change to, or null to stay who we are.</param>
/// <param name="Group">Its numeric group.</param>
internal sealed record ServiceUser(string? Id, string? Group)
{
    private static readonly string[] _candidates = ["xhand", "postgres"];

    /// <summary>Chooses the user for a cluster that stands in, or is to stand in, <paramref name="directory"/>.</summary>
    public static ServiceUser For(string directory)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return new(null, null);
        }
        if (Directory.Exists(directory) && Ask("stat", "-c", "%u", directory) is { } owner and not "0")
        {
            return new(owner, Ask("stat", "-c", "%g", directory));
        }
        foreach (string name in _candidates)
        {
            if (Ask("id", "-u", name) is { } id && Ask("id", "-g", name) is { } group)
            {
                return new(id, group);
            }
        }
        throw new StorageException(
            StorageFault.ServiceUserMissing,
            "PostgreSQL does not run as root, and neither a user 'xhand' nor 'postgres' exists. Install Debian's package 'postgresql', or start as an ordinary user.");
    }

    /// <summary>Makes an empty folder that this user alone may enter.</summary>
    public void MakeDirectory(string directory)
    {
        string[] owner = Id is null ? [] : ["-o", Id, "-g", Group!];
        CommandResult made = ServiceCommand.RunHere("install", ["-d", "-m", "0700", .. owner, directory]);
        if (made.ExitCode != 0)
        {
            throw ClusterFailure.From($"The folder {directory} for the database could not be made", made.Output);
        }
    }

    private static string? Ask(string program, params string[] arguments) =>
        ServiceCommand.RunHere(program, arguments) is { ExitCode: 0 } answer ? answer.Output.Trim() : null;
}
