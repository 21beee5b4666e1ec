using XHand.Sip.Parsing;

namespace XHand.Sip.Messages;

/// <summary>A received response.</summary>
public sealed class SipResponse : SipMessage
{
    private readonly ushort _reasonStart;
    private readonly ushort _reasonLength;

    internal SipResponse(in SipMessageParts parts, int statusCode, Range reason)
        : base(parts)
    {
        StatusCode = statusCode;
        _reasonStart = (ushort)reason.Start.Value;
        _reasonLength = (ushort)(reason.End.Value - reason.Start.Value);
    }

    /// <summary>100 to 699.</summary>
    public int StatusCode { get; }

    /// <summary>The reason phrase as written.</summary>
    public string ReasonPhrase => SipText.Decode(Source.Slice(_reasonStart, _reasonLength));
}
