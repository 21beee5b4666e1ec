using System.Diagnostics;

namespace XHand.Storage.Tests;

/// <summary>Waits for another process (PostgreSQL) to have done something; nothing of ours is tested by waiting.</summary>
internal static class Eventually
{
    public static Task Async(Func<bool> condition, string what) => Async(() => Task.FromResult(condition()), what);

    public static async Task Async(Func<Task<bool>> condition, string what)
    {
        long began = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(30), $"after 30 s still not: {what}");
            await Task.Delay(20);
        }
    }
}
