using XHand.Sip.Messages;

namespace XHand.Calls.Signalling;

/// <summary>What we say of ourselves in SIP: methods, bodies and extensions that we take.</summary>
public static class SipProfile
{
    /// <summary>Methods that we take (RFC 3261 20.5).</summary>
    public const string Allow = "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, PRACK, UPDATE, REFER, NOTIFY, MESSAGE, SUBSCRIBE, REGISTER";

    /// <summary>Bodies that we take.</summary>
    public const string Accept = "application/sdp";

    /// <summary>The type of a session description.</summary>
    public const string Sdp = "application/sdp";

    /// <summary>Extensions that we know (RFC 3261 20.37): reliable provisional responses (RFC 3262), session timers (RFC 4028),
    /// joining calls (RFC 3891), REFER without a subscription (RFC 4488).</summary>
    public const string Supported = "100rel, timer, replaces, norefersub";

    /// <summary>The option tags of Require that we do not know (RFC 3261 8.2.2.3).</summary>
    public static IReadOnlyList<string> UnknownExtensions(SipRequest request)
    {
        IReadOnlyList<string> required = request.Values(SipHeader.Require);
        return required.Count == 0 ? required : [.. required.Where(tag => !IsKnown(tag))];
    }

    private static bool IsKnown(string tag) => tag.ToUpperInvariant() is "100REL" or "TIMER" or "REPLACES" or "NOREFERSUB";

    /// <summary>A 200 that says what we can (RFC 3261 11.2).</summary>
    public static OutgoingResponse Capabilities(SipRequest request) =>
        new OutgoingResponse(request, 200).Add("Allow", Allow).Add("Supported", Supported).Add("Accept", Accept).Add("Accept-Encoding", "identity").Add("Accept-Language", "en");

    /// <summary>True when the body, if there is one, is a session description.</summary>
    public static bool HasUsableBodyType(SipMessage message) =>
        message.Body.IsEmpty || IsSdp(message.Text(SipHeader.ContentType));

    private static bool IsSdp(string? contentType) =>
        contentType is not null && contentType.AsSpan().Trim().StartsWith(Sdp, StringComparison.OrdinalIgnoreCase)
        && (contentType.AsSpan().Trim().Length == Sdp.Length || contentType.AsSpan().Trim()[Sdp.Length] is ';' or ' ' or '\t');
}
