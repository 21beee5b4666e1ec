namespace XHand.Load;

/// <summary>Where a generated call stands.</summary>
internal enum LoadCallState
{
    Inviting,
    Up,
    Ending,
}

/// <summary>One call as its caller sees it.</summary>
internal sealed class LoadCall(string id, int from, int to)
{
    /// <summary>Call-ID.</summary>
    public string Id { get; } = id;

    /// <summary>Calling extension.</summary>
    public int From { get; } = from;

    /// <summary>Called extension.</summary>
    public int To { get; } = to;

    /// <summary>State.</summary>
    public LoadCallState State { get; set; }

    /// <summary>CSeq of the last request.</summary>
    public int CSeq { get; set; }

    /// <summary>When the INVITE was first sent, in stopwatch ticks.</summary>
    public long StartedAt { get; set; }

    /// <summary>The last request, for retransmission.</summary>
    public byte[] Request { get; set; } = [];

    /// <summary>When to send it again, in stopwatch ticks; 0 when not.</summary>
    public long RetransmitAt { get; set; }

    /// <summary>Present retransmission interval in ms.</summary>
    public int IntervalMs { get; set; }

    /// <summary>The exchange's Contact.</summary>
    public string Target { get; set; } = "";

    /// <summary>To with its tag.</summary>
    public string ToHeader { get; set; } = "";
}
