using XHand.Calls.Alarms;

namespace XHand.Host.Watching;

/// <summary>The way of facts into the database: away, behind, refused.</summary>
/// <param name="isConnected">It answers, or is only just being made.</param>
/// <param name="lag">Facts that wait to be carried.</param>
/// <param name="quarantined">Facts in the table quarantine, as far as is known.</param>
internal sealed class DatabaseProbe(Func<bool> isConnected, Func<long> lag, Func<long> quarantined) : IAlarmProbe
{
    /// <summary>Facts that may wait: ten seconds of a busy node.</summary>
    public const long ManyFacts = 50_000;

    /// <inheritdoc/>
    public void Look(IAlarmBoard board)
    {
        bool isAway = !isConnected();
        long waiting = lag();
        long refused = quarantined();
        board.Set(AlarmCodes.DatabaseAway, isAway, () => $"The database does not take anything. Calls go on; {waiting} facts wait in the journal, and configuration cannot be changed.");
        board.Set(AlarmCodes.CarrierBehind, !isAway && waiting > ManyFacts, () => $"{waiting} facts wait to be carried into the database: call records appear late.");
        board.Set(AlarmCodes.Quarantine, refused > 0, () => $"{refused} facts or records that the database refused stand in its table quarantine, with the reason.");
    }
}
