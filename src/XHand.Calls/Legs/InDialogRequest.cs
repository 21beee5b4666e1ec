using System.Globalization;
using System.Text;
using XHand.Calls.Signalling;
using XHand.Sip.Messages;
using XHand.Sip.Transactions;

namespace XHand.Calls.Legs;

/// <summary>Answers what comes inside a dialog besides INVITE, UPDATE, PRACK and BYE.</summary>
internal static class InDialogRequest
{
    private const int MaxDigitBody = 256;

    // What phones send that name none.
    private static readonly TimeSpan _defaultDuration = TimeSpan.FromMilliseconds(160);

    /// <summary>Sends the final response.</summary>
    public static void Answer(SipLeg leg, ServerTransaction transaction)
    {
        SipRequest request = transaction.Request;
        switch (request.Method)
        {
            case SipMethod.Options:
                transaction.Respond(SipProfile.Capabilities(request));
                break;
            case SipMethod.Info:
                AnswerInfo(leg, transaction);
                break;
            // No subscription of ours: RFC 6665 4.1.3.
            case SipMethod.Notify:
                transaction.Respond(new OutgoingResponse(request, 481));
                break;
            case SipMethod.Subscribe:
                transaction.Respond(EventRefusal.To(request));
                break;
            case SipMethod.Other:
                transaction.Respond(new OutgoingResponse(request, 501).Add("Allow", SipProfile.Allow));
                break;
            default:
                transaction.Respond(new OutgoingResponse(request, 405).Add("Allow", SipProfile.Allow));
                break;
        }
    }

    // Digits in INFO, as older phones send them: "Signal=5" (dtmf-relay) or the digit alone (dtmf). Anything else with a body is not ours.
    private static void AnswerInfo(SipLeg leg, ServerTransaction transaction)
    {
        SipRequest request = transaction.Request;
        string type = request.Text(SipHeader.ContentType) ?? "";
        bool isRelay = type.StartsWith("application/dtmf-relay", StringComparison.OrdinalIgnoreCase);
        if (!request.Body.IsEmpty && !isRelay && !type.StartsWith("application/dtmf", StringComparison.OrdinalIgnoreCase))
        {
            transaction.Respond(new OutgoingResponse(request, 415).Add("Accept", "application/dtmf-relay, application/dtmf"));
            return;
        }

        transaction.Respond(new OutgoingResponse(request, 200));
        if (request.Body.Length is > 0 and <= MaxDigitBody && KeyOf(Encoding.ASCII.GetString(request.Body.Span), isRelay) is { } key)
        {
            leg.OnKey(key);
        }
    }

    private static PressedKey? KeyOf(string body, bool isRelay)
    {
        char? digit = null;
        TimeSpan duration = _defaultDuration;
        foreach (string line in body.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = line.IndexOf('=', StringComparison.Ordinal);
            if (!isRelay)
            {
                digit ??= DigitOf(line);
            }
            else if (equals > 0)
            {
                string value = line[(equals + 1)..].Trim();
                switch (line.AsSpan(0, equals).Trim())
                {
                    case var name when name.Equals("Signal", StringComparison.OrdinalIgnoreCase):
                        digit ??= DigitOf(value);
                        break;
                    case var name when name.Equals("Duration", StringComparison.OrdinalIgnoreCase)
                        && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int milliseconds):
                        duration = TimeSpan.FromMilliseconds(Math.Clamp(milliseconds, 40, 5000));
                        break;
                }
            }
        }

        return digit is { } pressed ? new PressedKey(pressed, duration, IsInAudio: false) : null;
    }

    private static char? DigitOf(string value) => value.ToUpperInvariant() switch
    {
        [(>= '0' and <= '9') or '*' or '#' or (>= 'A' and <= 'D')] one => one[0],
        // RFC 4733's numbers, which some phones send as they are.
        "10" => '*',
        "11" => '#',
        _ => null,
    };
}
