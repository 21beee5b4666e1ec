using System.Text;
using XHand.Calls.Signalling;
using XHand.Sip.Messages;
using XHand.Sip.Transactions;

namespace XHand.Calls.Legs;

/// <summary>Answers what comes inside a dialog besides INVITE and BYE.</summary>
internal static class InDialogRequest
{
    private const int MaxDigitBody = 256;

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
            // No reliable provisional of ours, no subscription of ours: RFC 3262 3, RFC 6665 4.1.3.
            case SipMethod.Prack or SipMethod.Notify:
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
        if (request.Body.Length is > 0 and <= MaxDigitBody && DigitOf(Encoding.ASCII.GetString(request.Body.Span), isRelay) is { } digit)
        {
            leg.OnDigit(digit);
        }
    }

    private static char? DigitOf(string body, bool isRelay)
    {
        foreach (string line in body.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = line.IndexOf('=', StringComparison.Ordinal);
            string value = isRelay && equals > 0 && line.AsSpan(0, equals).Trim().Equals("Signal", StringComparison.OrdinalIgnoreCase)
                ? line[(equals + 1)..].Trim()
                : isRelay ? "" : line;
            switch (value.ToUpperInvariant())
            {
                case [(>= '0' and <= '9') or '*' or '#' or (>= 'A' and <= 'D')] one:
                    return one[0];
                // RFC 4733's numbers, which some phones send as they are.
                case "10":
                    return '*';
                case "11":
                    return '#';
            }
        }

        return null;
    }
}
