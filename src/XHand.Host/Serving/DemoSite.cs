using System.Security.Cryptography;
using System.Text;
using XHand.Site;
using XHand.Storage;

namespace XHand.Host.Serving;

/// <summary>
/// Two extensions and an announcement for an empty database, so that a newcomer can call at once. The passwords are made at random; the
/// database has only their hashes, so they are kept for the operator in a file that nobody else can read.
/// </summary>
internal static class DemoSite
{
    // Without the letters and digits that people mistake for each other.
    private const string Letters = "abcdefghjkmnpqrstuvwxyz23456789";

    /// <summary>Makes the demonstration site, unless there is any configuration already.</summary>
    public static async Task LoadIfEmptyAsync(ISiteStore store, SiteKeeper sites, string phonesFile, CancellationToken cancellation)
    {
        if (sites.Current.Version > 0 || sites.Current.Companies.Values.Any(c => c.Extensions.Count + c.Announcements.Count > 0))
        {
            return;
        }

        string ana = NewPassword();
        string bruno = NewPassword();
        string site = $$"""
            {
              "extensions": [
                {"number": "1700", "password": "{{ana}}", "name": "Ana"},
                {"number": "1701", "password": "{{bruno}}", "name": "Bruno"}
              ],
              "announcements": [
                {"number": "1799", "name": "Welcome", "prompt": "welcome", "language": "pt-BR"}
              ]
            }
            """;
        (SiteFile? file, IReadOnlyList<SiteProblem> problems) = SiteFileReader.Read(Encoding.UTF8.GetBytes(site), "demonstration site");
        SiteApplyResult? result = file is null ? null : await store.ApplyAsync(file, "demonstration site", new(false, false, "demo"), cancellation);
        problems = result?.Problems ?? problems;
        if (result is null || problems.Count > 0)
        {
            throw new InvalidOperationException($"The demonstration site breaks a rule: {problems[0].Path} {problems[0].Reason}.");
        }

        WritePhones(phonesFile, $"extension 1700 (Ana)    password {ana}\nextension 1701 (Bruno)  password {bruno}\n");
        sites.Take(await store.LoadAsync(cancellation));
    }

    private static void WritePhones(string path, string text)
    {
        using FileStream file = new(path, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        file.Write(Encoding.UTF8.GetBytes(text));
    }

    // Three groups of four out of 31 characters: 59 bits, and still typed without a mistake.
    private static string NewPassword() =>
        string.Join('-', Enumerable.Range(0, 3).Select(_ => RandomNumberGenerator.GetString(Letters, 4)));
}
