using System.Globalization;
using System.Text;
using XHand.Sip.Messages;

namespace XHand.Sip.Transport;

/// <summary>Answers made without a transaction (RFC 3261 8.2.7), on whichever thread has the request.</summary>
internal static class StatelessAnswer
{
    /// <summary>Seconds that a refused caller is asked to wait.</summary>
    public const int RetryAfterSeconds = 5;

    /// <summary>The bytes of a final response; null for an ACK, which has none.</summary>
    public static byte[]? Write(SipRequest request, int statusCode, string? reason = null)
    {
        if (request.Method == SipMethod.Ack)
        {
            return null;
        }

        OutgoingResponse response = new(request, statusCode, reason, request.To.Tag is null ? TagOf(request) : null);
        if (statusCode == 503)
        {
            response.Add("Retry-After", RetryAfterSeconds.ToString(CultureInfo.InvariantCulture));
        }

        return response.ToBytes();
    }

    // RFC 3261 8.2.7: the tag must be the same for the repeated request, and nothing is remembered: FNV-1a of what stays the same.
    private static string TagOf(SipRequest request)
    {
        ulong hash = 14_695_981_039_346_656_037;
        foreach (byte b in Encoding.UTF8.GetBytes(string.Concat(request.CallId, request.TopVia.Branch)))
        {
            hash = (hash ^ b) * 1_099_511_628_211;
        }

        return hash.ToString("x16", CultureInfo.InvariantCulture);
    }
}
