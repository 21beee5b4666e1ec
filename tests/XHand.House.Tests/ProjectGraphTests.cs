namespace XHand.House.Tests;

/// <summary>Which project may use which: docs/ARCHITECTURE.md, "Folders".</summary>
public sealed class ProjectGraphTests
{
    /// <summary>A project uses only those above it.</summary>
    private static readonly string[] _order =
    [
        "XHand.Loop", "XHand.Sip", "XHand.Sdp", "XHand.Native", "XHand.Media", "XHand.Spans", "XHand.Site", "XHand.Dialplan", "XHand.Calls",
        "XHand.Pbx", "XHand.Ivr", "XHand.Acd", "XHand.Dialer", "XHand.Storage", "XHand.Cti", "XHand.Web", "XHand.Host",
    ];

    /// <summary>The projects that need nothing but .NET itself, besides the interface that logs go through.</summary>
    private static readonly string[] _pure = _order[..Array.IndexOf(_order, "XHand.Storage")];

    public static TheoryData<string> Sources() => [.. Checkout.Projects("src").Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(Sources))]
    public void A_project_has_a_place_in_the_order_and_uses_only_those_above_it(string name)
    {
        int place = Array.IndexOf(_order, name);
        Assert.True(place >= 0, $"{name} has no place in the order of docs/ARCHITECTURE.md");
        Project project = Checkout.Projects("src").Single(p => p.Name == name);
        Assert.All(project.References, reference => Assert.Contains(reference, _order[..place]));
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void Packages_and_frameworks_stay_in_the_rooms_made_for_them(string name)
    {
        Project project = Checkout.Projects("src").Single(p => p.Name == name);
        if (_pure.Contains(name))
        {
            Assert.All(project.Packages, package => Assert.Equal("Microsoft.Extensions.Logging.Abstractions", package));
            Assert.Empty(project.Frameworks);
        }

        Assert.True(name == "XHand.Storage" || !project.Packages.Any(p => p is "Npgsql" or "Dapper"), $"{name} speaks to the database itself");
        Assert.True(
            name == "XHand.Host" || !project.Packages.Any(p => p.StartsWith("Serilog", StringComparison.Ordinal) || p == "System.CommandLine"),
            $"{name} takes what belongs to the host");
    }

    [Fact]
    public void Every_project_with_code_has_its_tests()
    {
        string[] tests = [.. Checkout.Projects("tests").Select(p => p.Name)];
        Assert.All(Checkout.Projects("src").Where(p => p.HasCode), p => Assert.Contains($"{p.Name}.Tests", tests));
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        string solution = File.ReadAllText(Path.Combine(Checkout.Root, "XHand.sln")).Replace('\\', '/');
        Assert.All(
            Checkout.Projects("src").Concat(Checkout.Projects("tests")),
            p => Assert.Contains(Checkout.Shown(p.Path), solution, StringComparison.Ordinal));
    }

    [Fact]
    public void Versions_of_packages_stand_in_one_place() => Assert.All(
        Checkout.Projects("src").Concat(Checkout.Projects("tests")),
        p => Assert.DoesNotContain("Version=", string.Concat(File.ReadLines(p.Path).Where(l => l.Contains("PackageReference", StringComparison.Ordinal))), StringComparison.Ordinal));
}
