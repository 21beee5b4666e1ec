using XHand.Sip.Messages;

namespace XHand.Sip.Parsing;

/// <summary>Why bytes are no SIP message that we take.</summary>
/// <param name="Reason">What is wrong, for the log.</param>
/// <param name="Offset">Where, in bytes from the start.</param>
/// <param name="StatusCode">The status to answer with (400, 413, 505...), or 0 to drop it.</param>
/// <param name="Answerable">The request as far as it could be read when it can be answered, or null.</param>
public readonly record struct SipParseError(string Reason, int Offset, int StatusCode = 0, SipRequest? Answerable = null);
