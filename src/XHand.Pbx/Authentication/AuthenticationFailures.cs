using System.Net;

namespace XHand.Pbx.Authentication;

/// <summary>Counts wrong passwords by the address they came from; the oldest addresses are forgotten first. Loop thread only.</summary>
public sealed class AuthenticationFailures
{
    /// <summary>Addresses remembered: a flood from forged ones must not grow memory.</summary>
    public const int MaxSources = 10_000;

    private readonly Dictionary<IPAddress, int> _bySource = [];
    private readonly Queue<IPAddress> _order = new();

    /// <summary>Failures since the start.</summary>
    public long Total { get; private set; }

    /// <summary>Failures of one address.</summary>
    public int Of(IPAddress source) => _bySource.GetValueOrDefault(source);

    /// <summary>Counts one.</summary>
    public void Add(IPAddress source)
    {
        Total++;
        if (_bySource.TryGetValue(source, out int count))
        {
            _bySource[source] = count + 1;
            return;
        }

        if (_order.Count >= MaxSources)
        {
            _bySource.Remove(_order.Dequeue());
        }

        _bySource.Add(source, 1);
        _order.Enqueue(source);
    }
}
