namespace XHand.Sip.Transactions;

/// <summary>The timer values of RFC 3261 table 4 and RFC 6026.</summary>
public static class SipTimers
{
    /// <summary>Estimate of the round trip: 500 ms.</summary>
    public static readonly TimeSpan T1 = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest interval between retransmissions of non-INVITE requests and INVITE responses: 4 s.</summary>
    public static readonly TimeSpan T2 = TimeSpan.FromSeconds(4);

    /// <summary>Longest time a message stays in the network: 5 s.</summary>
    public static readonly TimeSpan T4 = TimeSpan.FromSeconds(5);

    /// <summary>64*T1, 32 s: timers B, F, H, J, L and M, and the wait for the ACK of a 2xx.</summary>
    public static readonly TimeSpan GiveUp = 64 * T1;

    /// <summary>Timer D: how long an INVITE client absorbs repeated failures; 0 on reliable transports.</summary>
    public static TimeSpan D(bool reliable) => reliable ? TimeSpan.Zero : TimeSpan.FromSeconds(32);

    /// <summary>Timer J: how long a server answers repeated requests; 0 on reliable transports.</summary>
    public static TimeSpan J(bool reliable) => reliable ? TimeSpan.Zero : GiveUp;

    /// <summary>Timers I and K: how long stray ACKs and responses are absorbed; 0 on reliable transports.</summary>
    public static TimeSpan IAndK(bool reliable) => reliable ? TimeSpan.Zero : T4;

    /// <summary>The interval after <paramref name="interval"/> where it doubles up to T2 (timers E and G, repeated 2xx).</summary>
    public static TimeSpan NextUpToT2(TimeSpan interval) => interval * 2 < T2 ? interval * 2 : T2;
}
