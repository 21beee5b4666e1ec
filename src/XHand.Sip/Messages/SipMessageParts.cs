namespace XHand.Sip.Messages;

/// <summary>What the parser found; a message is made from it.</summary>
/// <param name="Buffer">The message as received, start line to end of body.</param>
/// <param name="Unfolded">A copy in which folds are spaces (RFC 3261 7.3.1), or null when the message has none; same offsets.</param>
/// <param name="Headers">Header positions in order.</param>
/// <param name="BodyStart">Where the body starts.</param>
/// <param name="CSeqNumber">The CSeq number, 0 when unreadable.</param>
internal readonly record struct SipMessageParts(ReadOnlyMemory<byte> Buffer, byte[]? Unfolded, SipHeaderEntry[] Headers, int BodyStart, uint CSeqNumber);
