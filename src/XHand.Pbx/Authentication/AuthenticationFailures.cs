using System.Net;
using XHand.Calls.Alarms;

namespace XHand.Pbx.Authentication;

/// <summary>
/// Counts wrong passwords by the address they came from, and raises an alarm for one that guesses; the oldest addresses are forgotten first. Loop
/// thread only.
/// </summary>
public sealed class AuthenticationFailures(IAlarmBoard alarms, TimeProvider time)
{
    /// <summary>Addresses remembered: a flood from forged ones must not grow memory.</summary>
    public const int MaxSources = 10_000;

    /// <summary>Wrong passwords within <see cref="Window"/> that no forgetful person sends.</summary>
    public const int Guessing = 20;

    /// <summary>The time that they are counted in.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private readonly Dictionary<IPAddress, Source> _bySource = [];
    private readonly Queue<IPAddress> _order = new();

    private sealed class Source(long now)
    {
        public int Count { get; set; }

        public int InWindow { get; set; }

        public long WindowBegan { get; set; } = now;
    }

    /// <summary>Failures since the start.</summary>
    public long Total { get; private set; }

    /// <summary>Failures of one address.</summary>
    public int Of(IPAddress source) => _bySource.TryGetValue(source, out Source? known) ? known.Count : 0;

    /// <summary>Counts one.</summary>
    public void Add(IPAddress source)
    {
        Total++;
        long now = time.GetTimestamp();
        Source counted = Find(source, now);
        counted.Count++;
        if (time.GetElapsedTime(counted.WindowBegan, now) > Window)
        {
            (counted.WindowBegan, counted.InWindow) = (now, 0);
        }

        // Once per twenty: the alarm goes on while the guessing does, and a flood does not become one of alarms.
        if (++counted.InWindow % Guessing == 0)
        {
            alarms.Happened(AlarmCodes.PasswordGuessing, source.ToString(), $"{counted.InWindow} wrong passwords within {Window.TotalMinutes} minutes, {counted.Count} in all.");
        }
    }

    private Source Find(IPAddress address, long now)
    {
        if (_bySource.TryGetValue(address, out Source? known))
        {
            return known;
        }

        if (_order.Count >= MaxSources)
        {
            _bySource.Remove(_order.Dequeue());
        }

        Source source = new(now);
        _bySource.Add(address, source);
        _order.Enqueue(address);
        return source;
    }
}
