using XHand.Judge.Phones;
using XHand.Judge.Rig;

namespace XHand.Judge.Runs;

/// <summary>Records sort by the ids of their calls, whatever the clock said.</summary>
internal static class RecordOrder
{
    /// <summary>Tells how many stand before one that began earlier.</summary>
    public static async Task MustHoldAsync(Town town, Verdict verdict)
    {
        Dictionary<string, TimeSpan> begun = town.Phones.Calls.ToDictionary(c => c.Id, c => c.InvitedAt);
        TimeSpan latest = TimeSpan.Zero;
        int wrong = 0;
        foreach (RecordLine record in await town.Book.RecordsAsync())
        {
            TimeSpan at = begun.GetValueOrDefault(record.SipCallId);

            // A challenge may let one call overtake another.
            wrong += at < latest - TimeSpan.FromSeconds(1) ? 1 : 0;
            latest = at > latest ? at : latest;
        }

        verdict.Must(wrong == 0, $"{wrong} records stand in the wrong order.");
    }
}
