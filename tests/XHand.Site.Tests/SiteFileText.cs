using System.Text;

namespace XHand.Site.Tests;

/// <summary>Reads site files that stand literally in tests.</summary>
internal static class SiteFileText
{
    public static SiteFile Read(string json)
    {
        (SiteFile? file, IReadOnlyList<SiteProblem> problems) = SiteFileReader.Read(Encoding.UTF8.GetBytes(json), "site.json");
        Assert.Empty(problems);
        return file!;
    }

    public static IReadOnlyList<SiteProblem> Problems(string json) => Problems(Encoding.UTF8.GetBytes(json));

    public static IReadOnlyList<SiteProblem> Problems(byte[] bytes)
    {
        (SiteFile? file, IReadOnlyList<SiteProblem> problems) = SiteFileReader.Read(bytes, "site.json");
        Assert.Null(file);
        Assert.NotEmpty(problems);
        Assert.All(problems, p => Assert.Equal("site.json", p.File));
        return problems;
    }

    public static SiteProblem OneProblem(string json) => Assert.Single(Problems(json));
}
