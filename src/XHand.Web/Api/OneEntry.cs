using System.Text.Json;
using XHand.Site;
using XHand.Web.Problems;

namespace XHand.Web.Api;

/// <summary>Makes a site file with one entry out of the body of a PUT, and reasons about the file into reasons about the body.</summary>
internal static class OneEntry
{
    /// <summary>Nesting of a body; entries have at most three levels.</summary>
    public const int MaxDepth = 16;

    /// <summary>What is wrong with the body as such, or null: it must be an object, and what it is known by, when given, the address's.</summary>
    public static SiteProblem? Problem(JsonElement body, string key, string value, string path)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            return new(path, "", WebReasons.BodyNotObject.With());
        }

        return body.TryGetProperty(key, out JsonElement own)
            && !(own.ValueKind == JsonValueKind.String && own.GetString() == value)
                ? new(path, key, WebReasons.KeyOfAddress.With(value))
                : null;
    }

    /// <summary>The site file.</summary>
    public static byte[] AsSiteFile(JsonElement body, string kind, string key, string value, string company, IReadOnlyList<string> leftOut)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter json = new(text))
        {
            json.WriteStartObject();
            json.WriteString("company", company);
            json.WriteStartArray(kind);
            json.WriteStartObject();
            json.WriteString(key, value);
            foreach (JsonProperty field in body.EnumerateObject().Where(f => f.Name != key && !leftOut.Contains(f.Name)))
            {
                field.WriteTo(json);
            }

            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return text.ToArray();
    }

    /// <summary>"extensions[0].name" is "name".</summary>
    public static string InnerPath(string path, string kind)
    {
        string entry = $"{kind}[0]";
        return path.StartsWith(entry, StringComparison.Ordinal) ? path[entry.Length..].TrimStart('.') : path;
    }
}
