using XHand.Sip.Transport;

namespace XHand.Simulation;

/// <summary>A simulation's size, load and faults. The same settings give the same run to the byte.</summary>
internal sealed record SimulationSettings
{
    /// <summary>Of everything that is random: the people, the network and what the exchange draws.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Telephones; one extension in twelve has two of them.</summary>
    public int Phones { get; init; } = 1_000;

    /// <summary>Calls placed, whatever becomes of them.</summary>
    public int Calls { get; init; } = 10_000;

    /// <summary>Calls placed in a second of virtual time, on average. Ten for a thousand phones keep a quarter of them in calls.</summary>
    public double CallsPerSecond { get; init; } = 10;

    /// <summary>
    /// Share of datagrams lost, 0 to 0.2. Beyond that all eleven tries of one message are lost now and then, and the rules that the phones' accounts are
    /// held against no longer follow from RFC 3261.
    /// </summary>
    public double Loss { get; init; } = 0.05;

    /// <summary>Share of datagrams that arrive twice, 0 to 1.</summary>
    public double Duplication { get; init; } = 0.02;

    /// <summary>Shortest way through the network.</summary>
    public TimeSpan MinDelay { get; init; } = TimeSpan.FromMilliseconds(2);

    /// <summary>Longest way: datagrams overtake each other.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromMilliseconds(80);

    /// <summary>A Call-ID whose messages are shown, or null. Changes nothing else.</summary>
    public string? Trace { get; init; }

    /// <summary>The network's part of it.</summary>
    public MemoryNetworkFaults Faults => new() { Loss = Loss, Duplication = Duplication, MinDelay = MinDelay, MaxDelay = MaxDelay };
}
