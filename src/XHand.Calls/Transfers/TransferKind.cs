namespace XHand.Calls.Transfers;

/// <summary>The ways of a transfer, as facts spell them.</summary>
public static class TransferKind
{
    /// <summary>To a number, whatever becomes of it.</summary>
    public const string Blind = "blind";

    /// <summary>To a party that the referrer has spoken with.</summary>
    public const string Attended = "attended";
}
