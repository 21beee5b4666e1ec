namespace XHand.Calls.Facts;

/// <summary>Numbers of the journal's facts. A number is never reused.</summary>
public enum FactType : ushort
{
    /// <summary>A call arrived: CallStarted.</summary>
    CallStarted = 1,

    /// <summary>The plan that was made for it: CallPlanned.</summary>
    CallPlanned = 2,

    /// <summary>A leg was sent out: LegDialled.</summary>
    LegDialled = 3,

    /// <summary>A leg rings: LegRinging.</summary>
    LegRinging = 4,

    /// <summary>A leg answered: LegAnswered.</summary>
    LegAnswered = 5,

    /// <summary>Two legs hear each other: LegsBridged.</summary>
    LegsBridged = 6,

    /// <summary>A leg was put on hold or taken back: LegHeld.</summary>
    LegHeld = 7,

    /// <summary>A leg ended: LegEnded.</summary>
    LegEnded = 8,

    /// <summary>The call ended, with its finished record: CallEnded.</summary>
    CallEnded = 9,

    /// <summary>A prompt was played: PromptPlayed.</summary>
    PromptPlayed = 10,

    /// <summary>A digit came: DigitPressed.</summary>
    DigitPressed = 11,

    /// <summary>A trunk of the plan was passed over: TrunkSkipped.</summary>
    TrunkSkipped = 12,

    /// <summary>A party was transferred: CallTransferred.</summary>
    CallTransferred = 13,

    /// <summary>A phone's contact was bound or refreshed: ContactBound.</summary>
    ContactBound = 20,

    /// <summary>A phone's contact went: ContactUnbound.</summary>
    ContactUnbound = 21,

    /// <summary>The node started: NodeStarted.</summary>
    NodeStarted = 30,

    /// <summary>The node stopped properly: NodeStopped.</summary>
    NodeStopped = 31,

    /// <summary>The node is alive and has calls; every 5 s: NodeAlive.</summary>
    NodeAlive = 32,
}
