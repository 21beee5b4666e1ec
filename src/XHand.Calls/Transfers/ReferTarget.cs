using XHand.Sip.Dialogs;
using XHand.Sip.Messages;

namespace XHand.Calls.Transfers;

/// <summary>What a REFER asks for (RFC 3515 2.4.1, RFC 3891 3): a number to be called, or a call of the referrer's to be joined with. Pure.</summary>
/// <param name="Number">User part of Refer-To: a number that the referrer could have dialled, and nothing else.</param>
/// <param name="Replaces">The dialog of the referrer's other call, as we hold it; null for a blind transfer.</param>
internal sealed record ReferTarget(string Number, DialogId? Replaces)
{
    /// <summary>Reads it; false with the status that refuses it.</summary>
    public static bool TryRead(SipRequest refer, out ReferTarget target, out int refusal)
    {
        target = new ReferTarget("", null);
        refusal = 400;
        IReadOnlyList<SipNameAddress> targets = refer.Addresses(SipHeader.ReferTo);
        if (targets.Count != 1 || refer.Values(SipHeader.ReferTo).Count != 1)
        {
            return false;
        }

        SipUri uri = targets[0].Uri;
        if (!uri.IsSip && uri.Scheme != "tel")
        {
            refusal = 416;
            return false;
        }

        // A REFER may ask for any method (RFC 3515 2.1); for a telephone there is one.
        if (uri.Parameters["method"] is { } method && !method.Equals("INVITE", StringComparison.OrdinalIgnoreCase))
        {
            refusal = 403;
            return false;
        }

        // Of the headers in the URI one is looked at; the others would be the referrer's words in our mouth.
        DialogId? replaces = null;
        foreach (string header in (uri.Headers ?? "").Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = header.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && header.AsSpan(0, equals).Equals("Replaces", StringComparison.OrdinalIgnoreCase))
            {
                replaces = ReadReplaces(Uri.UnescapeDataString(header[(equals + 1)..]));
                if (replaces is null)
                {
                    return false;
                }
            }
        }

        target = new ReferTarget(uri.User ?? "", replaces);
        return replaces is not null || target.Number.Length > 0;
    }

    /// <summary>
    /// The dialog that a Replaces value names, as we hold it: to-tag is ours (RFC 3891 3, 6.1). Null when it names none.
    /// </summary>
    public static DialogId? ReadReplaces(string value)
    {
        string[] parts = value.Split(';', StringSplitOptions.TrimEntries);
        string? toTag = null, fromTag = null;
        foreach (string part in parts.AsSpan(1))
        {
            if (part.StartsWith("to-tag=", StringComparison.OrdinalIgnoreCase))
            {
                toTag = part[7..];
            }
            else if (part.StartsWith("from-tag=", StringComparison.OrdinalIgnoreCase))
            {
                fromTag = part[9..];
            }
        }

        return parts[0].Length > 0 && toTag is { Length: > 0 } && fromTag is { Length: > 0 } ? new DialogId(parts[0], toTag, fromTag) : null;
    }
}
