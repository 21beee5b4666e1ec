using XHand.Loop;
using XHand.Sip.Messages;
using XHand.Sip.Transport;

namespace XHand.Pbx.Registration;

/// <summary>A phone's contact, bound to an extension. Changed by <see cref="BindingTable"/> alone. Loop thread only.</summary>
public sealed class Binding
{
    /// <summary>Its id, and the stream of its facts.</summary>
    public required Guid Id { get; init; }

    /// <summary>Company.</summary>
    public required Guid Company { get; init; }

    /// <summary>Extension.</summary>
    public required string Number { get; init; }

    /// <summary>When it was bound first, UTC.</summary>
    public required DateTimeOffset RegisteredAt { get; init; }

    /// <summary>Contact URI: the Request-URI of what is sent to it.</summary>
    public required SipUri Contact { get; set; }

    /// <summary>+sip.instance (RFC 5626), or null.</summary>
    public string? Instance { get; set; }

    /// <summary>reg-id (RFC 5626): the phone keeps a flow of its own and registers anew when that has gone; null for others.</summary>
    public uint? RegId { get; set; }

    /// <summary>The way to it: that of its last REGISTER, whatever its Contact says.</summary>
    public required SipFlow Flow { get; set; }

    /// <summary>Call-ID of its last REGISTER.</summary>
    public required string CallId { get; set; }

    /// <summary>CSeq of it.</summary>
    public uint CSeq { get; set; }

    /// <summary>User-Agent, cut to 120 characters.</summary>
    public string UserAgent { get; set; } = "";

    /// <summary>When it ends, UTC: for people. What ends it is a timer.</summary>
    public DateTimeOffset ExpiresAt { get; set; }

    internal long ExpiresTimestamp { get; set; }

    internal ILoopTimer? Timer { get; set; }

    internal uint FactVersion { get; set; }

    internal ulong LastFact { get; set; }
}
