using System.Diagnostics;

namespace XHand.Peers.Tests.Rig;

/// <summary>Waits for what a real peer does in real time; looks again every 50 ms.</summary>
internal static class Eventually
{
    /// <summary>Fails with <paramref name="otherwise"/> when it did not come true within <paramref name="limit"/>.</summary>
    public static async Task TrueAsync(Func<Task<bool>> condition, TimeSpan limit, Func<string> otherwise)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!await condition())
        {
            if (watch.Elapsed > limit)
            {
                Assert.Fail(otherwise());
            }

            await Task.Delay(50);
        }
    }
}
