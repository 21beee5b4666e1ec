using System.Net;
using XHand.Media.Graph;

namespace XHand.Media;

/// <summary>What the media engine is set up with; fixed while it runs.</summary>
public sealed record MediaSettings
{
    /// <summary>Local address of every RTP and RTCP socket; <see cref="IPAddress.Any"/> by default.</summary>
    public IPAddress Address { get; init; } = IPAddress.Any;

    /// <summary>First port of the range, 1024 to 65534; an odd one is rounded up. RTP takes the even port of a pair, RTCP the next.</summary>
    public int FirstPort { get; init; } = 20000;

    /// <summary>Last port of the range, inclusive.</summary>
    public int LastPort { get; init; } = 29999;

    /// <summary>How many media loops (threads) run; 0 takes one for every two cores.</summary>
    public int Loops { get; init; }

    /// <summary>The folder of sounds; a <see cref="PlayFile"/> outside of it is refused.</summary>
    public string SoundsDirectory { get; init; } = "sounds";

    /// <summary>The tones that callers hear.</summary>
    public TonePlan Tones { get; init; } = TonePlan.Brazil;

    /// <summary>After how long without a packet <see cref="RtpTimedOut"/> is raised.</summary>
    public TimeSpan RtpTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long symmetric RTP may learn another source than the signalled one (RELIABILITY.md S5).</summary>
    public TimeSpan LearningWindow { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a pair of ports rests before it is bound again, so that a late stream finds nobody.</summary>
    public TimeSpan PortQuarantine { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Mean interval of our RTCP reports; each is drawn between half and one and a half of it (RFC 3550 6.3.1).</summary>
    public TimeSpan RtcpInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How many pairs each loop keeps bound ahead, so that a reservation makes no system call.</summary>
    public int ReservePairs { get; init; } = 64;

    /// <summary>How many commands may wait for one loop before <see cref="IMediaEngine.TrySend"/> refuses.</summary>
    public int CommandQueueLength { get; init; } = 4096;

    /// <summary>Whether packets carry DSCP EF (46), RFC 3246.</summary>
    public bool ExpeditedForwarding { get; init; } = true;

    /// <summary>The pairs that the range has.</summary>
    public int TotalPairs => Math.Max(0, (LastPort + 1 - FirstEvenPort) / 2);

    internal int FirstEvenPort => FirstPort + (FirstPort & 1);

    internal int LoopCount => Loops > 0 ? Loops : Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>Reads "20000-29999" (the setting <c>Media:Ports</c>); false with a reason.</summary>
    public static bool TryParsePorts(string text, out int first, out int last, out string reason)
    {
        first = last = 0;
        reason = "";
        int dash = text.IndexOf('-', StringComparison.Ordinal);
        if (dash < 0
            || !int.TryParse(text.AsSpan(0, dash), out first)
            || !int.TryParse(text.AsSpan(dash + 1), out last))
        {
            reason = "RTP ports are written as FIRST-LAST, for example 20000-29999";
            return false;
        }

        if (first < 1024 || last > 65535 || last - first < 3)
        {
            reason = "RTP ports lie between 1024 and 65535, and a call takes four";
            return false;
        }

        return true;
    }
}
