using System.Globalization;
using System.Text.Json;
using XHand.Site;

namespace XHand.Web.Problems;

/// <summary>Says what is wrong with a body's JSON, and where, in one sentence.</summary>
internal static class JsonReason
{
    public static Reason Of(JsonException broken)
    {
        string where = broken.Path is { Length: > 0 } and not "$" ? $" at {broken.Path}" : "";
        string line = broken.LineNumber is { } number
            ? string.Create(CultureInfo.InvariantCulture, $" (line {number + 1}, byte {broken.BytePositionInLine + 1})")
            : "";
        string reason = broken.Message.Split(" Path: ")[0].Split(" LineNumber:")[0].TrimEnd('.');
        return WebReasons.BadJson.With(where + line, reason);
    }
}
