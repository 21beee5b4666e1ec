using XHand.Sip.Messages;
using XHand.Sip.Transport;

namespace XHand.Sip.Registration;

/// <summary>What a registration binds, where and as whom.</summary>
public sealed record SipRegistrationSettings
{
    /// <summary>Request-URI: the registrar's domain, without a user (RFC 3261 10.2).</summary>
    public required SipUri Registrar { get; init; }

    /// <summary>The address of record that is bound.</summary>
    public required SipUri AddressOfRecord { get; init; }

    /// <summary>The way to the registrar.</summary>
    public required SipFlow Flow { get; init; }

    /// <summary>Digest user.</summary>
    public required string User { get; init; }

    /// <summary>Digest password.</summary>
    public required string Password { get; init; }

    /// <summary>User part of our Contact; null: the address of record's.</summary>
    public string? ContactUser { get; init; }

    /// <summary>How long the binding is asked for.</summary>
    public TimeSpan Expires { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Wait after the first failure; doubled each time, half of it drawn, so that many do not come at once (RFC 5626 4.5).</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest wait between two tries.</summary>
    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromMinutes(5);
}
