using System.Text.Json;
using XHand.Site;

namespace XHand.Web.Api;

/// <summary>Makes a site file with one entry out of the body of a PUT, and reasons about the file into reasons about the body.</summary>
internal static class OneEntry
{
    /// <summary>Nesting of a body; entries have at most three levels.</summary>
    public const int MaxDepth = 16;

    /// <summary>What is wrong with the body as such, or null: it must be an object, and its number, when it has one, the address's.</summary>
    public static SiteProblem? Problem(JsonElement body, string number, string path)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            return new(path, "", "the body must be an object with the fields of one entry");
        }

        return body.TryGetProperty("number", out JsonElement own)
            && !(own.ValueKind == JsonValueKind.String && own.GetString() == number)
                ? new(path, "number", $"must be \"{number}\", as in the address, or be left out")
                : null;
    }

    /// <summary>The site file.</summary>
    public static byte[] AsSiteFile(JsonElement body, string kind, string number, string company, IReadOnlyList<string> leftOut)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter json = new(text))
        {
            json.WriteStartObject();
            json.WriteString("company", company);
            json.WriteStartArray(kind);
            json.WriteStartObject();
            json.WriteString("number", number);
            foreach (JsonProperty field in body.EnumerateObject().Where(f => f.Name != "number" && !leftOut.Contains(f.Name)))
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
