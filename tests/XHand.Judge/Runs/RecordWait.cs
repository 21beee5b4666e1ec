using System.Diagnostics;
using Npgsql;
using XHand.Judge.Phones;
using XHand.Judge.Rig;

namespace XHand.Judge.Runs;

/// <summary>Waits for records.</summary>
internal static class RecordWait
{
    /// <summary>The records, once every call that must have one has it, or after <paramref name="limit"/>.</summary>
    public static async Task<IReadOnlyList<RecordLine>> CompleteAsync(RecordBook book, IReadOnlyList<JudgedCall> calls, TimeSpan limit)
    {
        long began = Stopwatch.GetTimestamp();
        long facts = -1;
        while (true)
        {
            try
            {
                IReadOnlyList<RecordLine> records = await book.RecordsAsync();
                long now = (await book.FactsAsync()).Events;
                if ((AccountCheck.IsComplete(calls, records) && now == facts) || Stopwatch.GetElapsedTime(began) > limit)
                {
                    return records;
                }

                facts = now;
            }
            catch (NpgsqlException) when (Stopwatch.GetElapsedTime(began) < limit)
            {
                // It is only just coming back.
            }

            await Task.Delay(300);
        }
    }
}
