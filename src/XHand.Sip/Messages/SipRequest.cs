using XHand.Sip.Parsing;

namespace XHand.Sip.Messages;

/// <summary>A received request.</summary>
public sealed class SipRequest : SipMessage
{
    private static readonly SipUri s_unreadableUri = SipUri.Sip(null, "invalid");

    private readonly ushort _uriStart;
    private readonly ushort _uriLength;
    private readonly ushort _methodLength;
    private SipUri? _uri;

    internal SipRequest(in SipMessageParts parts, SipMethod method, int methodLength, Range uri)
        : base(parts)
    {
        Method = method;
        _methodLength = (ushort)methodLength;
        _uriStart = (ushort)uri.Start.Value;
        _uriLength = (ushort)(uri.End.Value - uri.Start.Value);
    }

    /// <summary>The method.</summary>
    public SipMethod Method { get; }

    /// <summary>The method as written.</summary>
    public string MethodName => Method == SipMethod.Other ? SipText.Decode(Source[.._methodLength]) : SipMethodNames.NameOf(Method);

    /// <summary>The Request-URI.</summary>
    public SipUri Uri => _uri ??= SipUri.TryParse(Source.Slice(_uriStart, _uriLength), out SipUri uri, out _) ? uri : s_unreadableUri;
}
