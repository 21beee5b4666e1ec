namespace XHand.Dialplan;

/// <summary>Cause values of ITU-T Q.850 2.2.7 that the planner gives.</summary>
internal static class Q850
{
    /// <summary>Unallocated number.</summary>
    public const int Unallocated = 1;

    /// <summary>No route to destination.</summary>
    public const int NoRoute = 3;

    /// <summary>User busy.</summary>
    public const int Busy = 17;

    /// <summary>Call rejected.</summary>
    public const int Rejected = 21;

    /// <summary>Invalid number format (address incomplete).</summary>
    public const int InvalidFormat = 28;

    /// <summary>No circuit or channel available.</summary>
    public const int NoCircuit = 34;
}
