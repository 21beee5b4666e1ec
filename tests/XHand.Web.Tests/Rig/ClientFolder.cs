namespace XHand.Web.Tests.Rig;

/// <summary>The web client's sources in this checkout.</summary>
internal static class ClientFolder
{
    /// <summary>The path of one of its files.</summary>
    public static string File(string name)
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !System.IO.File.Exists(Path.Combine(folder.FullName, "XHand.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder!.FullName, "src/XHand.Web/client", name);
    }
}
