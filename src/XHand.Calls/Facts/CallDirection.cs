namespace XHand.Calls.Facts;

/// <summary>Which way a call goes, as records spell it.</summary>
public static class CallDirection
{
    /// <summary>Between extensions, or to the system itself.</summary>
    public const string Internal = "internal";

    /// <summary>From an extension over a trunk.</summary>
    public const string Outbound = "outbound";

    /// <summary>From outside over a trunk.</summary>
    public const string Inbound = "inbound";
}
