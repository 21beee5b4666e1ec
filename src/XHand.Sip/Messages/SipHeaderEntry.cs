namespace XHand.Sip.Messages;

/// <summary>Where one header stands in its message; 16-bit offsets suffice because no message is larger than 65,535 bytes.</summary>
internal readonly record struct SipHeaderEntry(SipHeader Header, ushort NameStart, ushort NameLength, ushort ValueStart, ushort ValueLength);
