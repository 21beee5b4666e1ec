using System.Net;

namespace XHand.Pbx.Defence;

/// <summary>When an address is no longer listened to (SEC-01, SEC-03).</summary>
public sealed record DefenceSettings
{
    /// <summary>Wrong passwords after which a user, or an address, is blocked; 0: none is.</summary>
    public int MaxFailures { get; init; } = 3;

    /// <summary>The time that failures are counted in.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a block lasts.</summary>
    public TimeSpan Length { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>
    /// Requests without a password within <see cref="UnsignedWindow"/>, from an address that has never shown a right one, after which it is blocked; 0: none is.
    /// </summary>
    public int MaxUnsigned { get; init; } = 200;

    /// <summary>The time that requests without a password are counted in.</summary>
    public TimeSpan UnsignedWindow { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Networks that are never blocked.</summary>
    public IReadOnlyList<IPNetwork> SafeNetworks { get; init; } = [];
}
