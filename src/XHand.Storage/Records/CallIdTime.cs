using System.Globalization;

namespace XHand.Storage.Records;

/// <summary>The time in a call's id (UUIDv7, RFC 9562 5.7: milliseconds since 1970 in its first 48 bits).</summary>
internal static class CallIdTime
{
    /// <summary>When it was made; false for an id of another kind, or of a year that no clock of ours shows.</summary>
    public static bool TryRead(Guid id, out DateTimeOffset at)
    {
        at = default;
        if (id.Version != 7)
        {
            return false;
        }
        long milliseconds = long.Parse(id.ToString("N").AsSpan(0, 12), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        // A month is made for each id that comes: the limits keep a wild clock from making thousands.
        if (milliseconds is < 946_684_800_000 or >= 4_102_444_800_000)
        {
            return false;
        }
        at = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        return true;
    }

    /// <summary>The least id of that time: what sorts before every id made then or later, in PostgreSQL's order.</summary>
    public static Guid Least(DateTimeOffset at)
    {
        string hex = Math.Max(0, at.ToUnixTimeMilliseconds()).ToString("x12", CultureInfo.InvariantCulture);
        return Guid.ParseExact(hex + "00000000000000000000", "N");
    }
}
