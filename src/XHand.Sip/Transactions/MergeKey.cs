namespace XHand.Sip.Transactions;

/// <summary>What two copies of one INVITE have in common whichever way they came (RFC 3261 8.2.2.2).</summary>
internal readonly record struct MergeKey(string CallId, string FromTag, uint CSeq);
