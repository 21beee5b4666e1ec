namespace XHand.Package.Tests;

/// <summary>The package as deploy/package.sh builds it, and a later version of it.</summary>
internal static class DebianPackage
{
    /// <summary>The checkout's root.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Builds it into a folder; its path.</summary>
    public static async Task<string> BuildAsync(string folder)
    {
        Ended built = await Machine.RunAsync(Path.Combine(Root, "deploy", "package.sh"), ["--out", folder]);
        Assert.True(built.Status == 0, built.Said);
        return Assert.Single(Directory.GetFiles(folder, "xhand_*_amd64.deb"));
    }

    /// <summary>
    /// The same program and the same scripts under a higher version. To build one from changed sources would take minutes, and what an upgrade
    /// does hangs on the version alone.
    /// </summary>
    public static async Task<string> RaiseAsync(string package, string version)
    {
        string folder = Path.Combine(Path.GetDirectoryName(package)!, "raised");
        string raised = Path.Combine(Path.GetDirectoryName(package)!, $"xhand_{version}_amd64.deb");
        Ended made = await Machine.RunAsync(
            "bash",
            ["-c", "dpkg-deb -R \"$1\" \"$2\" && sed -i \"s/^Version: .*/Version: $4/\" \"$2/DEBIAN/control\" && dpkg-deb --root-owner-group -Zzstd -z1 -b \"$2\" \"$3\" && rm -rf \"$2\"", "raise", package, folder, raised, version]);
        Assert.True(made.Status == 0, made.Said);
        return raised;
    }

    /// <summary>The lines of one of dpkg-deb's answers about it.</summary>
    public static async Task<string[]> AskAsync(string package, params string[] question)
    {
        Ended ended = await Machine.RunAsync("dpkg-deb", [question[0], package, .. question[1..]]);
        Assert.True(ended.Status == 0, ended.Said);
        return ended.Said.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "XHand.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("XHand.sln is in no folder above the tests.");
    }
}
