using XHand.Calls.Alarms;

namespace XHand.Host.Watching;

/// <summary>Audio: frames that go out late, ports that run out.</summary>
/// <param name="look">Now.</param>
internal sealed class MediaProbe(Func<MediaFigures> look) : IAlarmProbe
{
    /// <summary>Late ticks in a second from which they are heard: one in ten.</summary>
    public const long ManyLateTicks = 5;

    private const double FewPorts = 0.9;
    private long _late;

    /// <inheritdoc/>
    public void Look(IAlarmBoard board)
    {
        MediaFigures now = look();
        long late = now.LateTicks - _late;
        _late = now.LateTicks;
        board.Set(AlarmCodes.MediaLate, late >= ManyLateTicks, () => $"{late} frames a second go out more than 5 ms late: the machine is overloaded.");
        board.Set(AlarmCodes.MediaPortsLow, now.PairsTaken >= now.PairsTotal * FewPorts, () => $"{now.PairsTaken} of {now.PairsTotal} RTP port pairs are taken; the setting Media:Ports can give more.");
    }
}

/// <summary>The media loops' figures that alarms are made of; late ticks since the start.</summary>
internal readonly record struct MediaFigures(long LateTicks, int PairsTaken, int PairsTotal);
