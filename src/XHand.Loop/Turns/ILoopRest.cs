namespace XHand.Loop.Turns;

/// <summary>How the loop's thread sleeps, and is woken.</summary>
internal interface ILoopRest
{
    /// <summary>Wakes the owner if it sleeps. To be called after the work is visible. Any thread.</summary>
    void Ring();

    /// <summary>Sleeps until a ring, or input, or for <paramref name="milliseconds"/> (-1 is forever); not at all when there is work. Owner only.</summary>
    void Wait(int milliseconds);
}
