using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace XHand.Site;

/// <summary>A field of a record: its key in the site file and how its value is written as JSON.</summary>
internal sealed record SiteRecordField<T>(string Name, Action<Utf8JsonWriter, T> Write)
{
    /// <summary>Whether a record has the field; where not, it is left out of a file.</summary>
    public Func<T, bool> IsSet { get; init; } = _ => true;

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
        new("timeZone", (json, c) => json.WriteStringValue(c.TimeZone)) { IsSet = c => c.TimeZone is not null },
        new("digest", (json, c) => json.WriteStringValue(Digest(c.OfferSha256))),
        new("areaCode", (json, c) => json.WriteStringValue(c.AreaCode)) { IsSet = c => c.AreaCode is not null },
        new("safeAddresses", (json, c) => WriteList(json, c.SafeAddresses ?? [])) { IsSet = c => c.SafeAddresses is { Count: > 0 } },
        new("neverBlocked", (json, c) => WriteList(json, c.NeverBlocked ?? [])) { IsSet = c => c.NeverBlocked is { Count: > 0 } },
    ];

    /// <summary>Fields of a trunk besides its name and password.</summary>
    public static readonly IReadOnlyList<SiteRecordField<Trunk>> Trunk =
    [
        new("enabled", (json, t) => json.WriteBooleanValue(t.Enabled)),
        new("host", (json, t) => json.WriteStringValue(t.Host)),
        new("port", (json, t) => json.WriteNumberValue(t.Port)),
        new("transport", (json, t) => json.WriteStringValue(t.Transport)),
        new("register", (json, t) => json.WriteBooleanValue(t.Register)),
        new("registerSeconds", (json, t) => json.WriteNumberValue(t.RegisterSeconds)),
        new("login", (json, t) => json.WriteStringValue(t.Login)),
        new("fromDomain", (json, t) => json.WriteStringValue(t.FromDomain)),
        new("identifyBy", (json, t) => json.WriteStringValue(t.IdentifyBy.Name())),
        new("addresses", (json, t) => WriteList(json, t.Addresses)),
        new("maxCalls", (json, t) => json.WriteNumberValue(t.MaxCalls)),
        new("callerId", (json, t) => json.WriteStringValue(t.CallerId)),
        new("nat", (json, t) => json.WriteBooleanValue(t.Nat)),
        new("codecs", (json, t) => WriteList(json, t.Codecs)),
        new("timeoutSeconds", (json, t) => json.WriteNumberValue(t.TimeoutSeconds)),
        new("checkSeconds", (json, t) => json.WriteNumberValue(t.CheckSeconds)),
    ];

    /// <summary>Fields of a route besides its name.</summary>
    public static readonly IReadOnlyList<SiteRecordField<Route>> Route =
    [
        new("active", (json, r) => json.WriteBooleanValue(r.Active)),
        new("direction", (json, r) => json.WriteStringValue(r.Direction.Name())),
        new("pattern", (json, r) => json.WriteStringValue(r.Pattern)),
        new("order", (json, r) => json.WriteNumberValue(r.Order)),
        new("checkClass", (json, r) => json.WriteBooleanValue(r.CheckClass)),
        new("class", (json, r) => json.WriteStringValue(r.Class?.Name())) { IsSet = r => r.Class is not null },
        new("record", (json, r) => json.WriteBooleanValue(r.Record)),
        new("trunks", (json, r) => WriteList(json, r.Trunks)),
        new("strip", (json, r) => json.WriteNumberValue(r.Strip)),
        new("prefix", (json, r) => json.WriteStringValue(r.Prefix)),
        new("suffix", (json, r) => json.WriteStringValue(r.Suffix)),
        new("falseRingback", (json, r) => json.WriteBooleanValue(r.FalseRingback)),
    ];

    /// <summary>Fields of a redirect besides its DID.</summary>
    public static readonly IReadOnlyList<SiteRecordField<Redirect>> Redirect =
    [
        new("name", (json, r) => json.WriteStringValue(r.Name)),
        new("tag", (json, r) => json.WriteStringValue(r.Tag)),
        new("destination", (json, r) => WriteDestination(json, r.Destination)),
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

    private static void WriteDestination(Utf8JsonWriter json, Destination destination)
    {
        json.WriteStartObject();
        json.WritePropertyName(destination.Kind.Name());
        if (destination.Kind is DestinationKind.Busy or DestinationKind.HangUp)
        {
            json.WriteBooleanValue(true);
        }
        else
        {
            json.WriteStringValue(destination.Target);
        }

        json.WriteEndObject();
    }

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
