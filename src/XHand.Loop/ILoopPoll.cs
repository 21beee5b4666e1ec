using System.Runtime.InteropServices;

namespace XHand.Loop;

/// <summary>What the loop's thread waits in: descriptors that become readable, and a way to wake it (epoll and eventfd, in the daemon).</summary>
public interface ILoopPoll : IDisposable
{
    /// <summary>Begins to watch a descriptor, which is known by <paramref name="key"/>. Any thread; false when the kernel refuses.</summary>
    bool TryAdd(SafeHandle descriptor, int key);

    /// <summary>Waits at most <paramref name="milliseconds"/> (-1 is forever) and says how many descriptors are readable. Loop thread only.</summary>
    int Wait(int milliseconds);

    /// <summary>The key of the readable descriptor at <paramref name="index"/> of the last wait.</summary>
    int KeyOf(int index);

    /// <summary>Ends the present or the next wait. Any thread.</summary>
    void Wake();
}
