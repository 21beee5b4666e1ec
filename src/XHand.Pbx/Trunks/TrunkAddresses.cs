using System.Net;
using XHand.Loop;

namespace XHand.Pbx.Trunks;

/// <summary>
/// The addresses of one trunk's host: a literal one at once, those of a name by lookup, repeated each minute since the lookup tells no lifetime. A lookup
/// that fails leaves the last good ones. Loop thread only.
/// </summary>
internal sealed class TrunkAddresses(ISwitchLoop loop, IHostResolver hosts, string host, Action changed)
{
    private static readonly TimeSpan _refresh = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _retry = TimeSpan.FromSeconds(10);
    private ILoopTimer? _timer;
    private bool _isOver;

    /// <summary>Known now; empty before the first lookup has succeeded.</summary>
    public IReadOnlyList<IPAddress> Known { get; private set; } = [];

    /// <summary>Begins; <c>changed</c> runs in a turn after the first lookup and after each that brings other addresses.</summary>
    public void Start()
    {
        if (IPAddress.TryParse(host, out IPAddress? literal))
        {
            Known = [literal];
            changed();
        }
        else
        {
            Look();
        }
    }

    /// <summary>Looks no more.</summary>
    public void Stop()
    {
        _isOver = true;
        _timer?.Dispose();
    }

    private void Look() => hosts.Resolve(host, Take);

    private void Take(IReadOnlyList<IPAddress>? answer)
    {
        if (_isOver)
        {
            return;
        }

        bool isFirst = _timer is null;
        bool isKnown = answer is { Count: > 0 };
        TimeSpan due = isKnown ? _refresh : _retry;
        _timer?.Dispose();
        _timer = loop.StartTimer(due, "trunk-lookup", Look);
        if (isKnown && !Known.SequenceEqual(answer!))
        {
            Known = [.. answer!];
            changed();
        }
        else if (isFirst)
        {
            changed();
        }
    }
}
