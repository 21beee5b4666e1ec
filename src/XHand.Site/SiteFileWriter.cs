using System.Text;
using System.Text.Json;

namespace XHand.Site;

/// <summary>Writes a company's site in the format that <see cref="SiteFileReader"/> reads: one record a line, by number or name.</summary>
public static class SiteFileWriter
{
    /// <summary>The kinds that a file can hold, in the order in which they are written.</summary>
    public static readonly IReadOnlyList<string> Kinds = ["companySettings", "extensions", "announcements", "trunks", "routes", "redirects"];

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
            parts.Add(List("extensions", "number", site.Extensions, (json, e) =>
            {
                WriteSecret(json, HashesOf(e, site.Company.Realm), SiteSecretReader.ContextOf("extensions", e.Number), secretsKey);
                WriteFields(json, e, SiteRecordFields.Extension);
            }));
        }

        if (Wanted("announcements"))
        {
            parts.Add(List("announcements", "number", site.Announcements, (json, a) => WriteFields(json, a, SiteRecordFields.Announcement)));
        }

        if (Wanted("trunks"))
        {
            parts.Add(List("trunks", "name", site.Trunks, (json, t) =>
            {
                WriteSecret(json, t.Password, SiteSecretReader.ContextOf("trunks", t.Name), secretsKey);
                WriteFields(json, t, SiteRecordFields.Trunk);
            }));
        }

        if (Wanted("routes"))
        {
            parts.Add(List("routes", "name", site.Routes, (json, r) => WriteFields(json, r, SiteRecordFields.Route)));
        }

        if (Wanted("redirects"))
        {
            parts.Add(List("redirects", "did", site.Redirects, (json, r) => WriteFields(json, r, SiteRecordFields.Redirect)));
        }

        return Encoding.UTF8.GetBytes($"{{\n  {string.Join(",\n  ", parts)}\n}}\n");
    }

    private static string Settings(Company company, bool withRealm) => SiteRecordFields.Json(json =>
    {
        json.WriteStartObject();
        WriteFields(json, company, SiteRecordFields.Company.Where(f => withRealm || f.Name != "realm"));
        json.WriteEndObject();
    });

    private static string List<T>(string kind, string key, IReadOnlyDictionary<string, T> records, Action<Utf8JsonWriter, T> write)
    {
        IEnumerable<string> lines = records.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => SiteRecordFields.Json(json =>
        {
            json.WriteStartObject();
            json.WriteString(key, r.Key);
            write(json, r.Value);
            json.WriteEndObject();
        }));
        string all = string.Join(",\n    ", lines);
        return all.Length == 0 ? $"\"{kind}\": []" : $"\"{kind}\": [\n    {all}\n  ]";
    }

    private static void WriteFields<T>(Utf8JsonWriter json, T record, IEnumerable<SiteRecordField<T>> fields)
    {
        foreach (SiteRecordField<T> field in fields.Where(f => f.IsSet(record)))
        {
            json.WritePropertyName(field.Name);
            field.Write(json, record);
        }
    }

    private static string? HashesOf(Extension extension, string realm) =>
        extension is { Md5Ha1: { } md5, Sha256Ha1: { } sha256 } ? new DigestHashes(realm, md5, sha256).ToLine() : null;

    private static void WriteSecret(Utf8JsonWriter json, string? clear, string context, SecretProtector? secretsKey)
    {
        if (secretsKey is null || clear is null)
        {
            return;
        }

        json.WriteStartObject("password");
        json.WriteString("encrypted", secretsKey.Protect(clear, context));
        json.WriteEndObject();
    }
}
