namespace XHand.Loop.Journal;

/// <summary>What the checkpoint at the head of a new segment keeps of a fact, so that older segments are not needed to recover.</summary>
public enum JournalRetention
{
    /// <summary>Nothing.</summary>
    Ignore = 0,

    /// <summary>The fact, after those its stream already keeps, until the stream closes.</summary>
    Append,

    /// <summary>The fact, instead of those its stream keeps.</summary>
    Replace,

    /// <summary>Nothing, and what its stream kept is dropped.</summary>
    Close,
}
