namespace XHand.Host.Settings;

/// <summary>The source tree that the program was built in, when it runs from there.</summary>
internal static class Checkout
{
    /// <summary>Its root, the folder of XHand.sln, or null once installed.</summary>
    public static string? Find()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "XHand.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName;
    }
}
