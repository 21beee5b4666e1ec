namespace XHand.Peers.Tests.Rig;

/// <summary>Where the checkout and what was built in it lie.</summary>
internal static class SourceTree
{
    /// <summary>The checkout's root: the folder of XHand.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The daemon built in the same configuration as these tests.</summary>
    public static string Xhand { get; } = Path.Combine(
        Root,
        "src/XHand.Host/bin",
        new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/')).Parent!.Name,
        "net10.0/xhand");

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
