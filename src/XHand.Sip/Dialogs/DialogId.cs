using XHand.Sip.Messages;

namespace XHand.Sip.Dialogs;

/// <summary>Call-ID, our tag, the peer's tag (RFC 3261 12).</summary>
public readonly record struct DialogId(string CallId, string LocalTag, string RemoteTag)
{
    /// <summary>The id under which a received request finds its dialog: our tag is its To tag.</summary>
    public static DialogId OfRequest(SipRequest request) => new(request.CallId, request.To.Tag ?? "", request.From.Tag ?? "");

    /// <summary>The id under which a received response finds its dialog: our tag is its From tag.</summary>
    public static DialogId OfResponse(SipResponse response) => new(response.CallId, response.From.Tag ?? "", response.To.Tag ?? "");
}
