using System.Diagnostics.Metrics;
using XHand.Media;

namespace XHand.Host.Watching;

/// <summary>The meter <c>XHand.Host</c>: what only the composition knows, read when somebody asks.</summary>
internal sealed class SystemMetrics : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "XHand.Host";

    private readonly Meter _meter = new(MeterName);

    /// <summary>Shows them from now on.</summary>
    /// <param name="media">The media loops' counts.</param>
    /// <param name="pairsTaken">RTP port pairs taken.</param>
    /// <param name="pairsTotal">RTP port pairs in all.</param>
    /// <param name="disk">Bytes free on the data directory's disk.</param>
    /// <param name="isDatabaseAway">The database takes nothing.</param>
    public SystemMetrics(Func<MediaMetrics> media, Func<int> pairsTaken, Func<int> pairsTotal, Func<long> disk, Func<bool> isDatabaseAway)
    {
        _meter.CreateObservableGauge("xhand.rtp.streams", () => media().Legs, "{leg}", "Legs whose audio is open");
        _meter.CreateObservableCounter("xhand.rtp.packets.received", () => media().PacketsReceived, "{packet}", "RTP packets taken from parties");
        _meter.CreateObservableCounter("xhand.rtp.packets.sent", () => media().PacketsSent, "{packet}", "RTP packets sent to parties");
        _meter.CreateObservableCounter("xhand.rtp.packets.dropped", () => Dropped(media()), "{packet}", "RTP and RTCP dropped, by reason");
        _meter.CreateObservableCounter("xhand.media.tick.late", () => media().LateTicks, "{tick}", "Audio frames more than 5 ms late");
        _meter.CreateObservableCounter("xhand.media.cpu", () => media().CpuTime.TotalSeconds, "s", "CPU time of the media threads");
        _meter.CreateObservableGauge("xhand.rtp.ports.taken", pairsTaken, "{pair}", "RTP port pairs taken");
        _meter.CreateObservableGauge("xhand.rtp.ports.limit", pairsTotal, "{pair}", "RTP port pairs in all");
        _meter.CreateObservableGauge("xhand.disk.free", disk, "By", "Room on the disk of the data directory");
        _meter.CreateObservableGauge("xhand.database.away", () => isDatabaseAway() ? 1 : 0, "{state}", "1 while the database takes nothing, also before it was reached");
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private static IEnumerable<Measurement<long>> Dropped(MediaMetrics now) =>
    [
        new(now.Malformed, Reason("malformed")),
        new(now.Strangers, Reason("stranger")),
        new(now.WrongPayload, Reason("payload")),
        new(now.Loops, Reason("loop")),
        new(now.RtcpMalformed, Reason("rtcp")),
        new(now.SendsFailed, Reason("send")),
    ];

    private static KeyValuePair<string, object?> Reason(string reason) => new("reason", reason);
}
