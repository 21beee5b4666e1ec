namespace XHand.Loop;

/// <summary>The bounded lanes that feed the switch loop, in the order in which they are drained.</summary>
public enum LoopLane
{
    /// <summary>Messages inside dialogs, media events, completions: what keeps running calls alive.</summary>
    InDialog = 0,

    /// <summary>New calls. An item that waited 500 ms is refused cheaply by its owner.</summary>
    NewCalls = 1,

    /// <summary>Registrations and everything that can come again.</summary>
    Registrations = 2,
}
