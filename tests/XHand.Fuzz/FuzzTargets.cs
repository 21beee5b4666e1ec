namespace XHand.Fuzz;

/// <summary>All there is to fuzz.</summary>
internal static class FuzzTargets
{
    /// <summary>One of each, new.</summary>
    public static IReadOnlyList<IFuzzTarget> All() => [new SipMessageTarget(), new SipStreamTarget(), new SdpTarget()];
}
