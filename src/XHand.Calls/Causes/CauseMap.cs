using System.Globalization;

namespace XHand.Calls.Causes;

/// <summary>SIP status to ITU-T Q.850 cause and back (RFC 3398 8.2.6.1 and 7.2.4.1), and the Reason header (RFC 3326).</summary>
public static class CauseMap
{
    /// <summary>The cause for a final status of 400 and above (RFC 3398 8.2.6.1).</summary>
    public static int Q850FromStatus(int status) => status switch
    {
        401 or 402 or 403 or 407 or 603 => 21,
        404 or 485 or 604 => 1,
        405 => 63,
        406 or 415 or 501 => 79,
        408 or 504 => 102,
        410 => 22,
        413 or 414 or 416 or 420 or 421 or 423 or 505 or 513 => 127,
        480 => 18,
        482 or 483 => 25,
        484 => 28,
        486 or 600 => 17,
        // RFC 3398 leaves 487 out: the caller has gone, which is normal clearing.
        487 => 16,
        // "By Warning header": without one, bearer capability not available.
        488 or 606 => 58,
        502 => 38,
        // 400, 481, 500, 503 and whatever is not listed.
        _ => 41,
    };

    /// <summary>The final status for a cause (RFC 3398 7.2.4.1).</summary>
    public static int StatusFromQ850(int cause) => cause switch
    {
        1 or 2 or 3 or 26 => 404,
        17 => 486,
        18 => 408,
        16 or 19 or 20 or 31 => 480,
        21 or 55 or 57 or 87 => 403,
        22 or 23 => 410,
        27 => 502,
        28 => 484,
        29 or 79 => 501,
        34 or 38 or 41 or 42 or 47 or 58 or 88 => 503,
        65 or 70 => 488,
        102 => 504,
        _ => 500,
    };

    /// <summary>The cause of a Reason header's Q.850 value, or null when it has none between 1 and 127.</summary>
    public static int? Q850FromReason(string? header)
    {
        foreach (string value in (header ?? "").Split(','))
        {
            string[] parts = value.Split(';', StringSplitOptions.TrimEntries);
            if (!parts[0].Equals("Q.850", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            foreach (string part in parts.AsSpan(1))
            {
                if (part.StartsWith("cause=", StringComparison.OrdinalIgnoreCase)
                    && int.TryParse(part.AsSpan(6), NumberStyles.None, CultureInfo.InvariantCulture, out int cause)
                    && cause is >= 1 and <= 127)
                {
                    return cause;
                }
            }
        }

        return null;
    }

    /// <summary>True for a Reason header that says that another phone took the call (RFC 3326 2: SIP, cause 200).</summary>
    public static bool SaysAnsweredElsewhere(string? header)
    {
        foreach (string value in (header ?? "").Split(','))
        {
            string[] parts = value.Split(';', StringSplitOptions.TrimEntries);
            if (parts[0].Equals("SIP", StringComparison.OrdinalIgnoreCase) && parts.Contains("cause=200", StringComparer.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What a status says, in our words: a peer's reason phrase is never copied into what we send or show.</summary>
    public static string TextOf(int status) => status switch
    {
        403 => "Forbidden",
        404 or 604 => "Unallocated number",
        408 => "No answer to the request",
        480 => "Temporarily unavailable",
        486 or 600 => "User busy",
        487 => "Request terminated",
        488 or 606 => "No audio codec in common",
        503 => "Service unavailable",
        603 => "Call rejected",
        >= 300 and < 400 => "Redirected",
        _ => string.Create(CultureInfo.InvariantCulture, $"SIP status {status}"),
    };
}
