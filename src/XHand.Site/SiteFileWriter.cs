using System.Text;
using System.Text.Json;

namespace XHand.Site;

/// <summary>Writes a company's site in the format that <see cref="SiteFileReader"/> reads: one record a line, by number.</summary>
public static class SiteFileWriter
{
    /// <summary>The kinds that a file can hold, in the order in which they are written.</summary>
    public static readonly IReadOnlyList<string> Kinds = ["companySettings", "extensions", "announcements"];

    /// <summary>
    /// The file as UTF-8. Secrets are left out; with <paramref name="secretsKey"/> they are written encrypted, together with the
    /// realm that they are valid in.
    /// </summary>
    /// <param name="site">The company.</param>
    /// <param name="kinds">Which of <see cref="Kinds"/>; null or empty for all. Throws on any other name.</param>
    /// <param name="secretsKey">Encrypts the secrets.</param>
    public static byte[] Write(CompanySite site, IReadOnlyCollection<string>? kinds = null, SecretProtector? secretsKey = null)
    {
        if (kinds?.FirstOrDefault(k => !Kinds.Contains(k)) is { } unknown)
        {
            throw new ArgumentException($"There is no kind \"{unknown}\"; there are {string.Join(", ", Kinds)}.", nameof(kinds));
        }

        bool Wanted(string kind) => kinds is null or { Count: 0 } || kinds.Contains(kind);
        List<string> parts = [$"\"company\": {SiteRecordFields.Json(json => json.WriteStringValue(site.Company.Name))}"];
        if (Wanted("companySettings"))
        {
            parts.Add($"\"companySettings\": {Settings(site.Company, secretsKey is not null)}");
        }

        if (Wanted("extensions"))
        {
            parts.Add(List("extensions", site.Extensions, (json, e) =>
            {
                WriteSecret(json, e, site.Company.Realm, secretsKey);
                WriteFields(json, e, SiteRecordFields.Extension);
            }));
        }

        if (Wanted("announcements"))
        {
            parts.Add(List("announcements", site.Announcements, (json, a) => WriteFields(json, a, SiteRecordFields.Announcement)));
        }

        return Encoding.UTF8.GetBytes($"{{\n  {string.Join(",\n  ", parts)}\n}}\n");
    }

    private static string Settings(Company company, bool withRealm) => SiteRecordFields.Json(json =>
    {
        json.WriteStartObject();
        WriteFields(json, company, SiteRecordFields.Company.Where(f =>
            (withRealm || f.Name != "realm") && (company.TimeZone is not null || f.Name != "timeZone")));
        json.WriteEndObject();
    });

    private static string List<T>(string kind, IReadOnlyDictionary<string, T> records, Action<Utf8JsonWriter, T> write)
    {
        IEnumerable<string> lines = records.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => SiteRecordFields.Json(json =>
        {
            json.WriteStartObject();
            json.WriteString("number", r.Key);
            write(json, r.Value);
            json.WriteEndObject();
        }));
        string all = string.Join(",\n    ", lines);
        return all.Length == 0 ? $"\"{kind}\": []" : $"\"{kind}\": [\n    {all}\n  ]";
    }

    private static void WriteFields<T>(Utf8JsonWriter json, T record, IEnumerable<SiteRecordField<T>> fields)
    {
        foreach (SiteRecordField<T> field in fields)
        {
            json.WritePropertyName(field.Name);
            field.Write(json, record);
        }
    }

    private static void WriteSecret(Utf8JsonWriter json, Extension extension, string realm, SecretProtector? secretsKey)
    {
        if (secretsKey is null || extension.Md5Ha1 is not { } md5 || extension.Sha256Ha1 is not { } sha256)
        {
            return;
        }

        string sealedText = secretsKey.Protect(
            new DigestHashes(realm, md5, sha256).ToLine(), SiteSecretReader.ContextOf(extension.Number));
        json.WriteStartObject("password");
        json.WriteString("encrypted", sealedText);
        json.WriteEndObject();
    }
}
