using System.Globalization;
using System.Text.Json;

namespace XHand.Host.Commands;

/// <summary>Times for people: in the zone of the machine the command runs on.</summary>
internal static class LocalTime
{
    public static string Of(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out JsonElement time) && time.ValueKind == JsonValueKind.String
            ? time.GetDateTimeOffset().ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)
            : "-";

    public static string Length(long milliseconds)
    {
        TimeSpan length = TimeSpan.FromMilliseconds(milliseconds);
        return length.TotalHours >= 1
            ? string.Create(CultureInfo.InvariantCulture, $"{(int)length.TotalHours}:{length:mm\\:ss}")
            : length.ToString("m\\:ss", CultureInfo.InvariantCulture);
    }
}
