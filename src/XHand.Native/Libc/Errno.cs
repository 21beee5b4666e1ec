namespace XHand.Native.Libc;

/// <summary>The error numbers that callers tell apart (Linux, errno.h).</summary>
public static class Errno
{
    /// <summary>Interrupted by a signal; try again.</summary>
    public const int Interrupted = 4;

    /// <summary>Nothing to read now, or no room to send.</summary>
    public const int WouldBlock = 11;

    /// <summary>The kernel had no memory for it.</summary>
    public const int NoMemory = 12;

    /// <summary>The process has no descriptor left.</summary>
    public const int TooManyFiles = 24;

    /// <summary>The port belongs to another program.</summary>
    public const int AddressInUse = 98;

    /// <summary>The kernel had no buffer for it.</summary>
    public const int NoBuffers = 105;

    /// <summary>The other host says that nobody listens there.</summary>
    public const int ConnectionRefused = 111;
}
