using System.Runtime.InteropServices;
using XHand.Loop;
using XHand.Native.Libc;

namespace XHand.Host.Serving;

/// <summary>What the switch loop waits in: epoll.</summary>
internal sealed class LoopPoll : ILoopPoll
{
    private const int Batch = 64;
    private readonly SocketPoll _poll = new(Batch);

    /// <inheritdoc/>
    public bool TryAdd(SafeHandle descriptor, int key) => _poll.Add(descriptor, (ulong)key);

    /// <inheritdoc/>
    public int Wait(int milliseconds) => _poll.Wait(milliseconds);

    /// <inheritdoc/>
    public int KeyOf(int index) => (int)_poll.Key(index);

    /// <inheritdoc/>
    public void Wake() => _poll.Wake();

    /// <inheritdoc/>
    public void Dispose() => _poll.Dispose();
}
