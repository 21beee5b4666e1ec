using System.Diagnostics;
using XHand.Judge.Rig;

namespace XHand.Judge.Runs;

/// <summary>Waits for a condition.</summary>
internal static class Until
{
    /// <summary>Looks every 20 ms; <see cref="JudgeException"/> when it does not come true within <paramref name="limit"/>.</summary>
    public static async Task TrueAsync(Func<bool> condition, TimeSpan limit, Func<string> otherwise)
    {
        long began = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(began) > limit)
            {
                throw new JudgeException(otherwise());
            }

            await Task.Delay(20);
        }
    }
}
