namespace XHand.Site;

/// <summary>A route (Rota): which numbers go over which trunks, and how they are rewritten.</summary>
public sealed record Route
{
    /// <summary>Id; never reused.</summary>
    public required Guid Id { get; init; }

    /// <summary>Name, unique in its company, 1 to 40 characters.</summary>
    public required string Name { get; init; }

    /// <summary>An inactive route never matches.</summary>
    public bool Active { get; init; } = true;

    /// <summary>Which calls it is for.</summary>
    public RouteDirection Direction { get; init; } = RouteDirection.Outbound;

    /// <summary>Digits, X (0 to 9), Z (1 to 9), N (2 to 9), [789] or [2-5], and a final "." (one or more of anything).</summary>
    public required string Pattern { get; init; }

    /// <summary>Lower comes first, 1 to 9999; among equals the more specific pattern, then the name.</summary>
    public int Order { get; init; } = 100;

    /// <summary>The caller's class of service is asked. Off, whoever may dial at all may use the route.</summary>
    public bool CheckClass { get; init; } = true;

    /// <summary>The class of calls by this route; null: decided by the number.</summary>
    public CallClass? Class { get; init; }

    /// <summary>Records its calls.</summary>
    public bool Record { get; init; }

    /// <summary>Names of trunks: the first that takes the call has it. For an inbound route the trunks it comes from; empty: any.</summary>
    public IReadOnlyList<string> Trunks { get; init; } = [];

    /// <summary>Digits taken off the front, 0 to 20.</summary>
    public int Strip { get; init; }

    /// <summary>Put before what is left.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>Put behind it.</summary>
    public string Suffix { get; init; } = "";

    /// <summary>The caller hears ringback before the operator says that it rings.</summary>
    public bool FalseRingback { get; init; }
}

/// <summary>Which way a route's calls go.</summary>
public enum RouteDirection
{
    /// <summary>From the company to a trunk.</summary>
    Outbound,

    /// <summary>From a trunk: rewrites the called number before redirects are looked up.</summary>
    Inbound,
}
