namespace XHand.Sip.Messages;

/// <summary>A CSeq value (RFC 3261 20.16); the number is below 2^31.</summary>
public readonly record struct SipCSeq(uint Number, SipMethod Method, string MethodName);
