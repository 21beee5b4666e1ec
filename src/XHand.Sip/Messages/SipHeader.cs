namespace XHand.Sip.Messages;

/// <summary>Headers found by number instead of by name; compact forms map to the same number (RFC 3261 20).</summary>
public enum SipHeader : byte
{
    /// <summary>A header without a number; found by name.</summary>
    Other = 0,
    Accept, Allow, AlertInfo, AllowEvents, AuthenticationInfo, Authorization, CallId, CallInfo, Contact, ContentDisposition, ContentEncoding,
    ContentLength, ContentType, CSeq, Date, Diversion, ErrorInfo, Event, Expires, From, HistoryInfo, Identity, InReplyTo, MaxForwards,
    MinExpires, MinSe, PAssertedIdentity, Path, PPreferredIdentity, Priority, Privacy, ProxyAuthenticate, ProxyAuthorization,
    ProxyRequire, RAck, Reason, RecordRoute, ReferredBy, ReferTo, Replaces, ReplyTo, Require, RetryAfter, Route, RSeq, Server, ServiceRoute, SessionExpires,
    Subject, SubscriptionState, Supported, Timestamp, To, Unsupported, UserAgent, Via, Warning, WwwAuthenticate,
}
