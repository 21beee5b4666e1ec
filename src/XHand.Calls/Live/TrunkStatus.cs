namespace XHand.Calls.Live;

/// <summary>A trunk as the outside sees it.</summary>
/// <param name="Company">Company.</param>
/// <param name="CompanyName">Its name.</param>
/// <param name="Name">Trunk.</param>
/// <param name="State">One of <see cref="TrunkState"/>.</param>
/// <param name="Detail">More, for the operator: what was refused and why; "" when there is nothing to say.</param>
/// <param name="Remote">Address that it is reached at, or "" while none is known.</param>
/// <param name="Calls">Calls over it now, both ways.</param>
/// <param name="MaxCalls">Most that it may have; 0 for no limit.</param>
/// <param name="Since">When it came into this state, UTC.</param>
public sealed record TrunkStatus(
    Guid Company, string CompanyName, string Name, string State, string Detail, string Remote, int Calls, int MaxCalls, DateTimeOffset Since)
{
    /// <summary>True in a state in which calls can be expected to pass.</summary>
    public bool IsUp => State is TrunkState.Registered or TrunkState.Reachable or TrunkState.Unregistered;
}

/// <summary>The states of a trunk, as the API spells them.</summary>
public static class TrunkState
{
    /// <summary>The operator has our registration.</summary>
    public const string Registered = "registered";

    /// <summary>It does not register, and nothing is known against it.</summary>
    public const string Unregistered = "unregistered";

    /// <summary>A REGISTER is on its way.</summary>
    public const string Registering = "registering";

    /// <summary>The operator refuses the registration; it is tried again later.</summary>
    public const string Refused = "refused";

    /// <summary>It does not register, and answered the last check.</summary>
    public const string Reachable = "reachable";

    /// <summary>Nothing answers, or its name is not found.</summary>
    public const string Unreachable = "unreachable";

    /// <summary>Turned off.</summary>
    public const string Disabled = "disabled";
}
