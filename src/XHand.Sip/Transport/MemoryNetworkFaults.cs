namespace XHand.Sip.Transport;

/// <summary>What a simulated network does to datagrams. Streams only have the delay.</summary>
public sealed record MemoryNetworkFaults
{
    /// <summary>Nothing goes wrong and nothing takes time.</summary>
    public static MemoryNetworkFaults None { get; } = new();

    /// <summary>Share of datagrams lost, 0 to 1.</summary>
    public double Loss { get; init; }

    /// <summary>Share of datagrams that arrive twice, 0 to 1; each copy with its own delay.</summary>
    public double Duplication { get; init; }

    /// <summary>Shortest way.</summary>
    public TimeSpan MinDelay { get; init; }

    /// <summary>Longest way; what lies between the two is drawn for each datagram, so that they overtake each other.</summary>
    public TimeSpan MaxDelay { get; init; }
}
