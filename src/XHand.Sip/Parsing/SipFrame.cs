namespace XHand.Sip.Parsing;

/// <summary>What <see cref="SipStreamFramer.Next"/> found.</summary>
public enum SipFrameKind
{
    /// <summary>Nothing whole yet: read more from the connection.</summary>
    Incomplete,

    /// <summary>One message.</summary>
    Message,

    /// <summary>A keep-alive, to be answered with one CR LF (RFC 5626 4.4.1).</summary>
    Ping,

    /// <summary>The stream can no longer be followed: close the connection (RFC 3261 18.3 gives no way to find the next message).</summary>
    Broken,
}

/// <summary>One step through a stream.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Message">The bytes of one message, owned by the receiver; empty otherwise.</param>
/// <param name="Error">Why the stream is broken, or null.</param>
public readonly record struct SipFrame(SipFrameKind Kind, ReadOnlyMemory<byte> Message = default, string? Error = null);
