using System.Runtime.InteropServices;

namespace XHand.Loop;

/// <summary>What the loop's thread reads itself, such as a socket that brings messages.</summary>
public interface ILoopInput
{
    /// <summary>The descriptor that becomes readable; closing it ends the watching.</summary>
    SafeHandle Handle { get; }

    /// <summary>Reads what is there without waiting and posts it as turns. Loop thread only; may not throw.</summary>
    void Read();
}
