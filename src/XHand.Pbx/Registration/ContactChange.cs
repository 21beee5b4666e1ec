using XHand.Sip.Messages;
using XHand.Sip.Transport;

namespace XHand.Pbx.Registration;

/// <summary>One contact as a REGISTER wants it to be.</summary>
/// <param name="Contact">Its URI.</param>
/// <param name="Instance">+sip.instance, or null.</param>
/// <param name="RegId">reg-id of a phone that keeps its own flow (RFC 5626), or null.</param>
/// <param name="Lifetime">How long; zero removes it.</param>
/// <param name="Flow">The way the REGISTER came.</param>
/// <param name="CallId">Its Call-ID.</param>
/// <param name="CSeq">Its CSeq.</param>
/// <param name="UserAgent">User-Agent.</param>
public sealed record ContactChange(SipUri Contact, string? Instance, uint? RegId, TimeSpan Lifetime, SipFlow Flow, string CallId, uint CSeq, string UserAgent);
