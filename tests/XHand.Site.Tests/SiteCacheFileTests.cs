using System.Runtime.Versioning;
using System.Text;

namespace XHand.Site.Tests;

[SupportedOSPlatform("linux")]
public sealed class SiteCacheFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("xhand-site-").FullName;
    private readonly SiteCacheFile _copy;
    private readonly SiteSnapshot _snapshot = new RandomSites(7).Snapshot();

    public SiteCacheFileTests() => _copy = new(CopyPath, new(new byte[32]));

    private string CopyPath => Path.Combine(_folder, "site.copy");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void No_copy_is_no_problem()
    {
        Assert.Null(_copy.Load(out string? problem));
        Assert.Null(problem);
    }

    [Fact]
    public void The_copy_is_its_owner_s_alone_and_holds_no_hash_in_clear()
    {
        _copy.Save(_snapshot);
        string text = File.ReadAllText(CopyPath);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(CopyPath));
        Assert.All(
            _snapshot.Companies.Values.SelectMany(c => c.Extensions.Values).Where(e => e.Md5Ha1 is not null),
            e => Assert.False(text.Contains(e.Md5Ha1!, StringComparison.Ordinal) || text.Contains(e.Sha256Ha1!, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_later_copy_replaces_the_former_and_a_broken_rest_of_an_earlier_attempt()
    {
        File.WriteAllText(CopyPath + ".new", "half of a copy");
        _copy.Save(_snapshot);
        _copy.Save(_snapshot with { Version = 99 });
        Assert.Equal(99, _copy.Load(out _)!.Version);
        Assert.Single(Directory.GetFiles(_folder));
    }

    [Fact]
    public void Every_damaged_byte_and_every_cut_is_found()
    {
        _copy.Save(new SiteSnapshotBuilder().Add(new RandomSites(3).Site("default")).Build(1));
        byte[] good = File.ReadAllBytes(CopyPath);
        for (int at = 0; at < good.Length; at += 7)
        {
            byte[] bad = [.. good];
            bad[at] ^= 0x01;
            File.WriteAllBytes(CopyPath, bad);
            Assert.Null(_copy.Load(out string? problem));
            Assert.Contains(CopyPath, problem, StringComparison.Ordinal);
        }

        for (int length = 0; length < good.Length; length += 101)
        {
            File.WriteAllBytes(CopyPath, good[..length]);
            Assert.Null(_copy.Load(out string? problem));
            Assert.NotNull(problem);
        }
    }

    [Fact]
    public void Another_key_is_named_as_the_reason()
    {
        _copy.Save(_snapshot);
        SiteCacheFile other = new(CopyPath, new([1, .. new byte[31]]));
        Assert.Null(other.Load(out string? problem));
        Assert.Contains("made with another key", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"version": 1, "companies": []}""")]
    [InlineData("""{"version": 1, "companies": null}""")]
    [InlineData("""{"version": 1, "companies": [], "trunks": []}""")]
    public void A_copy_of_another_version_is_a_problem_and_no_exception(string body)
    {
        Write(body);
        Assert.Null(_copy.Load(out string? problem));
        Assert.Contains("none of this version", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_copy_from_before_there_were_trunks_is_a_site_without_any()
    {
        Write("""
            {"version": 5, "companies": [{
              "company": {"id": "0199aaaa-0000-7000-8000-000000000001", "name": "default", "domain": "a.example", "realm": "r", "timeZone": null, "offerSha256": false},
              "extensions": [], "announcements": [{"id": "0199aaaa-0000-7000-8000-000000000002", "number": "1799", "name": "", "prompt": "welcome", "language": "en"}]}]}
            """);
        CompanySite site = _copy.Load(out string? problem)!.Default;
        Assert.Null(problem);
        Assert.Equal((1, 0, 0, 0), (site.Announcements.Count, site.Trunks.Count, site.Routes.Count, site.Redirects.Count));
    }

    private void Write(string body)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        string head = $"xhand-site-1 {Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes))}\n";
        File.WriteAllBytes(CopyPath, [.. Encoding.ASCII.GetBytes(head), .. bytes]);
    }

    [Fact]
    public void A_failed_save_leaves_the_former_copy()
    {
        _copy.Save(_snapshot);
        Directory.CreateDirectory(CopyPath + ".new");
        Assert.ThrowsAny<SystemException>(() => _copy.Save(_snapshot with { Version = 99 }));
        Assert.Equal(_snapshot.Version, _copy.Load(out _)!.Version);
    }
}
