namespace XHand.Loop.Journal;

/// <summary>The local append-only file of facts, seen from the switch loop. Its writer has a thread of its own.</summary>
public interface IJournal
{
    /// <summary>
    /// Appends a fact and returns its sequence, or 0 when the ring is full and the fact was shed. Never waits.
    /// Loop thread only.
    /// </summary>
    ulong Append(in JournalFact fact);

    /// <summary>
    /// Calls <paramref name="done"/> on the loop once <paramref name="sequence"/> has been written (not fsynced), or after
    /// 50 ms with an alarm. Loop thread only.
    /// </summary>
    void WhenWritten(ulong sequence, Action done);

    /// <summary>False while the ring has no room for new calls.</summary>
    bool AcceptsNewCalls { get; }
}
