using XHand.Loop;

namespace XHand.Media.Tests;

/// <summary>A switch loop whose lane can be shut: whoever posts then waits, or is refused.</summary>
internal sealed class GatedLoop : ISwitchLoop, IDisposable
{
    private readonly ManualResetEventSlim _open = new(true);

    public TimeProvider Time => TimeProvider.System;

    public bool IsOnLoop => true;

    /// <summary>While true every post is refused.</summary>
    public volatile bool IsFull;

    public void Shut() => _open.Reset();

    public void Open() => _open.Set();

    public void Dispose() => _open.Dispose();

    public bool TryPost(LoopLane lane, string name, Action work)
    {
        _open.Wait();
        if (IsFull)
        {
            return false;
        }

        lock (_open)
        {
            work();
        }

        return true;
    }

    public void Continue(string name, Action work) => throw new NotSupportedException();

    public ILoopTimer StartTimer(TimeSpan due, string name, Action work) => throw new NotSupportedException();
}
