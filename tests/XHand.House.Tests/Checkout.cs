using System.Xml.Linq;

namespace XHand.House.Tests;

/// <summary>The files of the checkout that the tests run in, found from the folder of the running test.</summary>
internal static class Checkout
{
    public static readonly string Root = FindRoot();

    /// <summary>Project files below a folder, by name.</summary>
    public static IReadOnlyList<Project> Projects(string folder) =>
        [.. Files(folder, "*.csproj").Select(f => new Project(f)).OrderBy(p => p.Name, StringComparer.Ordinal)];

    /// <summary>Files below a folder by pattern, without what a build makes; none when the folder is not there.</summary>
    public static IEnumerable<string> Files(string folder, string pattern)
    {
        string path = Path.Combine(Root, folder);
        return Directory.Exists(path)
            ? Directory.EnumerateFiles(path, pattern, SearchOption.AllDirectories).Where(IsOurs).Order(StringComparer.Ordinal)
            : [];
    }

    /// <summary>A path as seen from the root.</summary>
    public static string Shown(string path) => Path.GetRelativePath(Root, path);

    private static bool IsOurs(string path) =>
        !Shown(path).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "node_modules" or ".git" or "var" or "dist");

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "XHand.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No XHand.sln above {AppContext.BaseDirectory}");
    }
}

/// <summary>A project file.</summary>
internal sealed class Project(string path)
{
    private readonly XDocument _xml = XDocument.Load(path);

    /// <summary>XHand.Sip.</summary>
    public string Name { get; } = System.IO.Path.GetFileNameWithoutExtension(path);

    public string Path { get; } = path;

    public string Folder => System.IO.Path.GetDirectoryName(Path)!;

    /// <summary>Names of the projects that it references.</summary>
    public IEnumerable<string> References => Items("ProjectReference").Select(i => System.IO.Path.GetFileNameWithoutExtension(i.Replace('\\', '/')));

    /// <summary>Names of the packages that it references.</summary>
    public IEnumerable<string> Packages => Items("PackageReference");

    /// <summary>Names of the shared frameworks that it references.</summary>
    public IEnumerable<string> Frameworks => Items("FrameworkReference");

    public bool HasCode => Checkout.Files(Checkout.Shown(Folder), "*.cs").Any();

    private IEnumerable<string> Items(string kind) => _xml.Descendants(kind).Select(i => i.Attribute("Include")!.Value);
}
