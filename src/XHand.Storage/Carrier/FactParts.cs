namespace XHand.Storage.Carrier;

/// <summary>Which parts of a single fact are still tried; what is not goes to quarantine.</summary>
internal enum FactParts
{
    /// <summary>The event, and the call record in it.</summary>
    All,

    /// <summary>The event alone: its record was refused.</summary>
    EventOnly,

    /// <summary>Nothing: the fact itself was refused.</summary>
    None,
}
