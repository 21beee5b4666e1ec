using Microsoft.Extensions.Logging;
using XHand.Calls.Alarms;
using XHand.Calls.Audio;
using XHand.Calls.Identity;
using XHand.Calls.SessionTimers;
using XHand.Loop;
using XHand.Loop.Ids;
using XHand.Loop.Journal;
using XHand.Media;
using XHand.Pbx.Defence;
using XHand.Pbx.Registration;
using XHand.Pbx.Trunks;
using XHand.Sip.Authentication;
using XHand.Sip.Transport;
using XHand.Site;

namespace XHand.Pbx;

/// <summary>What an exchange is built on: real in the daemon, virtual in tests and simulations.</summary>
public sealed record ExchangeParts
{
    /// <summary>The switch loop.</summary>
    public required ISwitchLoop Loop { get; init; }

    /// <summary>The SIP sockets; they deliver to <see cref="Exchange.Receiver"/>.</summary>
    public required ISipTransport Transport { get; init; }

    /// <summary>The media loops; they report to <see cref="Exchange.MediaEvents"/>.</summary>
    public required IMediaEngine Media { get; init; }

    /// <summary>The configuration in force.</summary>
    public required ISiteSource Sites { get; init; }

    /// <summary>The journal; its retention is <see cref="XHand.Calls.Facts.FactRetention.Of"/>.</summary>
    public required IJournal Journal { get; init; }

    /// <summary>Ids of calls, legs and bindings.</summary>
    public required IIdSource Ids { get; init; }

    /// <summary>Secret randomness: branches, waits.</summary>
    public required IRandomSource Random { get; init; }

    /// <summary>Tags, Call-IDs, Contact users.</summary>
    public required IdentitySource Identity { get; init; }

    /// <summary>Digest.</summary>
    public required DigestServer Digest { get; init; }

    /// <summary>Which address our session descriptions name.</summary>
    public required MediaAddressPolicy MediaAddress { get; init; }

    /// <summary>Lifetimes of bindings.</summary>
    public RegistrarSettings Registrar { get; init; } = new();

    /// <summary>How long sessions last without a refresh.</summary>
    public SessionTimerSettings SessionTimers { get; init; } = SessionTimerSettings.Default;

    /// <summary>Where it tells of what is wrong.</summary>
    public IAlarmBoard Alarms { get; init; } = new NoAlarms();

    /// <summary>Blocks who guesses; null: nobody is blocked.</summary>
    public AttackGuard? Guard { get; init; }

    /// <summary>Finds the addresses of trunks' host names; null: literal addresses alone.</summary>
    public IHostResolver? Hosts { get; init; }

    /// <summary>Logs.</summary>
    public required ILoggerFactory Logs { get; init; }
}
