namespace XHand.Judge.Rig;

/// <summary>Where what is judged lies.</summary>
internal static class Programs
{
    /// <summary>The checkout's root: the folder of XHand.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The daemon built in the same configuration as the judge.</summary>
    public static string Xhand { get; } = Path.Combine(
        Root, "src/XHand.Host/bin", new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/')).Parent!.Name, "net10.0/xhand");

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "XHand.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new JudgeException("XHand.sln is in no folder above the judge.");
    }
}
