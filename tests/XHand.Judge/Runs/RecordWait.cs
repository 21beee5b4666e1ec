using System.Diagnostics;
using Npgsql;
using XHand.Judge.Phones;
using XHand.Judge.Rig;

namespace XHand.Judge.Runs;

/// <summary>Waits for records.</summary>
internal static class RecordWait
{
    /// <summary>The records, once every call that must have one has it, or after <paramref name="limit"/>; without <paramref name="traffic"/>, once no fact comes any more.</summary>
    public static async Task<IReadOnlyList<RecordLine>> CompleteAsync(
        RecordBook book, IReadOnlyList<JudgedCall> calls, TimeSpan limit, bool traffic = false)
    {
        long began = Stopwatch.GetTimestamp();
        long facts = -1;
        while (true)
        {
            try
            {
                IReadOnlyList<RecordLine> records = await book.RecordsAsync();
                long now = (await book.FactsAsync()).Events;
                if ((AccountCheck.IsComplete(calls, records) && (traffic || now == facts)) || Stopwatch.GetElapsedTime(began) > limit)
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
