using XHand.Loop.Journal;

namespace XHand.Calls.Facts;

/// <summary>What the checkpoint at a segment's head keeps of each type of fact.</summary>
public static class FactRetention
{
    /// <summary>The policy, for the journal's writer.</summary>
    public static JournalRetention Of(ushort type) => (FactType)type switch
    {
        FactType.CallStarted or FactType.CallPlanned or FactType.LegDialled or FactType.LegRinging or FactType.LegAnswered
            or FactType.LegsBridged or FactType.LegHeld or FactType.LegEnded => JournalRetention.Append,
        FactType.ContactBound or FactType.NodeAlive => JournalRetention.Replace,
        FactType.CallEnded or FactType.ContactUnbound => JournalRetention.Close,
        // Prompts and digits are history: recovery does not need them.
        _ => JournalRetention.Ignore,
    };
}
