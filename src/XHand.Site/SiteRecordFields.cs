using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace XHand.Site;

/// <summary>A field of a record: its key in the site file and how its value is written as JSON.</summary>
internal sealed record SiteRecordField<T>(string Name, Action<Utf8JsonWriter, T> Write)
{
    /// <summary>The value as JSON text.</summary>
    public string Json(T record) => SiteRecordFields.Json(json => Write(json, record));
}

/// <summary>
/// The fields of each kind, named once for the export, the difference and the copy on disk. Secrets are not among them; each of
/// the three treats them in its own way.
/// </summary>
internal static class SiteRecordFields
{
    /// <summary>Names stay readable: what a browser would need escaped is not written to one.</summary>
    private static readonly JsonWriterOptions _readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Fields of an extension besides its number and password.</summary>
    public static readonly IReadOnlyList<SiteRecordField<Extension>> Extension =
    [
        new("name", (json, e) => json.WriteStringValue(e.Name)),
        new("classOfService", (json, e) => WriteList(json, e.ClassOfService.Order().Select(CallClassNames.Name))),
        new("pickupGroups", (json, e) => WriteList(json, e.PickupGroups)),
        new("canPickup", (json, e) => WriteList(json, e.CanPickup)),
        new("record", (json, e) => json.WriteBooleanValue(e.Record)),
        new("digest", (json, e) => json.WriteStringValue(Digest(e.OfferSha256))),
        new("maxRegistrations", (json, e) => json.WriteNumberValue(e.MaxRegistrations)),
        new("maxCalls", (json, e) => json.WriteNumberValue(e.MaxCalls)),
        new("ringSeconds", (json, e) => json.WriteNumberValue(e.RingSeconds)),
    ];

    /// <summary>Fields of an announcement besides its number.</summary>
    public static readonly IReadOnlyList<SiteRecordField<Announcement>> Announcement =
    [
        new("name", (json, a) => json.WriteStringValue(a.Name)),
        new("prompt", (json, a) => json.WriteStringValue(a.Prompt)),
        new("language", (json, a) => json.WriteStringValue(a.Language)),
    ];

    /// <summary>Settings of a company; the realm only where secrets go with it.</summary>
    public static readonly IReadOnlyList<SiteRecordField<Company>> Company =
    [
        new("domain", (json, c) => json.WriteStringValue(c.Domain)),
        new("realm", (json, c) => json.WriteStringValue(c.Realm)),
        new("timeZone", (json, c) => json.WriteStringValue(c.TimeZone)),
        new("digest", (json, c) => json.WriteStringValue(Digest(c.OfferSha256))),
    ];

    /// <summary>What is written, as text on one line.</summary>
    public static string Json(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> text = new();
        using (Utf8JsonWriter json = new(text, _readable))
        {
            write(json);
        }

        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    private static string Digest(bool sha256) => sha256 ? "sha256" : "md5";

    private static void WriteList(Utf8JsonWriter json, IEnumerable<string> values)
    {
        json.WriteStartArray();
        foreach (string value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
