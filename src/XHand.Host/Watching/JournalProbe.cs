using XHand.Calls.Alarms;

namespace XHand.Host.Watching;

/// <summary>The journal: a disk that takes nothing, waits that went on without it, facts lost.</summary>
/// <param name="look">Failing, facts in memory, late waits and lost facts since the start.</param>
internal sealed class JournalProbe(Func<JournalFigures> look) : IAlarmProbe
{
    private long _late;
    private long _lost;

    /// <inheritdoc/>
    public void Look(IAlarmBoard board)
    {
        JournalFigures now = look();
        board.Set(AlarmCodes.JournalFailing, now.IsFailing, () => $"The disk does not take the journal; {now.InMemory} facts are in memory only and would be lost with the process.");
        if (now.LateWaits > _late)
        {
            board.Happened(AlarmCodes.JournalLate, "", $"{now.LateWaits - _late} answers went out before their fact was on disk: the disk is slow.");
        }

        if (now.Lost > _lost)
        {
            board.Happened(AlarmCodes.FactsLost, "", $"{now.Lost} facts have been lost since the start: call records may be incomplete.");
        }

        (_late, _lost) = (now.LateWaits, now.Lost);
    }
}

/// <summary>The journal's figures that alarms are made of; counts since the start.</summary>
internal readonly record struct JournalFigures(bool IsFailing, int InMemory, long LateWaits, long Lost);
