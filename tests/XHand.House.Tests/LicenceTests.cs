using System.Text.Json;
using System.Xml.Linq;

namespace XHand.House.Tests;

/// <summary>Everything that a build restores is free software that the GPL version 3 can be combined with (docs/decisions/0004-licence.md).</summary>
public sealed class LicenceTests
{
    private static readonly string[] _allowed = ["MIT", "Apache-2.0", "PostgreSQL", "BSD-2-Clause", "BSD-3-Clause", "MS-PL OR Apache-2.0"];

    /// <summary>Packages that give the address of their licence instead of its name; each was read.</summary>
    private static readonly Dictionary<string, string> _byAddress = new()
    {
        ["https://raw.githubusercontent.com/xunit/xunit/master/license.txt"] = "Apache-2.0",
    };

    [Fact]
    public void Every_resolved_package_has_a_licence_of_the_list()
    {
        string[] assets = [.. Directory.EnumerateFiles(Checkout.Root, "project.assets.json", SearchOption.AllDirectories)];
        Assert.NotEmpty(assets);
        SortedSet<string> refused = new(StringComparer.Ordinal);
        foreach (string file in assets)
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
            string[] caches = [.. document.RootElement.GetProperty("packageFolders").EnumerateObject().Select(f => f.Name)];
            foreach (JsonProperty library in document.RootElement.GetProperty("libraries").EnumerateObject())
            {
                if (library.Value.GetProperty("type").GetString() == "package" && LicenceOf(library.Value, caches) is var licence && !_allowed.Contains(licence))
                {
                    refused.Add($"{library.Name}: {licence}");
                }
            }
        }

        Assert.Empty(refused);
    }

    [Fact]
    public void The_project_itself_is_under_the_gpl()
    {
        string licence = File.ReadAllText(Path.Combine(Checkout.Root, "LICENSE"));
        Assert.Contains("GNU GENERAL PUBLIC LICENSE", licence, StringComparison.Ordinal);
        Assert.Contains("Version 3, 29 June 2007", licence, StringComparison.Ordinal);
        Assert.Contains(
            "<PackageLicenseExpression>GPL-3.0-or-later</PackageLicenseExpression>",
            File.ReadAllText(Path.Combine(Checkout.Root, "Directory.Build.props")),
            StringComparison.Ordinal);
    }

    private static string LicenceOf(JsonElement library, string[] caches)
    {
        string folder = library.GetProperty("path").GetString()!;
        string? name = library.GetProperty("files").EnumerateArray().Select(f => f.GetString()!).FirstOrDefault(f => f.EndsWith(".nuspec", StringComparison.Ordinal));
        string? nuspec = caches.Select(c => Path.Combine(c, folder, name ?? "none")).FirstOrDefault(File.Exists);
        if (nuspec is null)
        {
            return "no nuspec found";
        }

        XElement[] elements = [.. XDocument.Load(nuspec).Descendants()];
        XElement? licence = elements.FirstOrDefault(e => e.Name.LocalName == "license");
        string? address = elements.FirstOrDefault(e => e.Name.LocalName == "licenseUrl")?.Value;
        return licence?.Attribute("type")?.Value == "expression"
            ? licence.Value
            : _byAddress.GetValueOrDefault(address ?? "", $"unknown ({address ?? licence?.Value ?? "none given"})");
    }
}
