namespace XHand.Judge.Phones;

/// <summary>One phone's side of a call.</summary>
internal sealed class PhoneDialog(JudgedCall call, bool isCaller, string callId)
{
    /// <summary>The call.</summary>
    public JudgedCall Call => call;

    /// <summary>The caller's side; else the called phone's.</summary>
    public bool IsCaller => isCaller;

    /// <summary>Call-ID of this side.</summary>
    public string CallId => callId;

    /// <summary>This phone's name with its tag: From of what it sends.</summary>
    public string Local { get; set; } = "";

    /// <summary>The system's name with its tag: To of what it sends.</summary>
    public string Remote { get; set; } = "";

    /// <summary>The system's Contact.</summary>
    public string Target { get; set; } = "";

    /// <summary>CSeq of the last request sent.</summary>
    public int CSeq { get; set; }

    /// <summary>Branch of the last INVITE sent.</summary>
    public string Branch { get; set; } = "";

    /// <summary>What was sent last and may have to be repeated: a request, or a 200 without its ACK.</summary>
    public Repeated? Pending { get; set; }

    /// <summary>The last response to the INVITE that this side got.</summary>
    public byte[] Answer { get; set; } = [];

    /// <summary>The INVITE that this side got.</summary>
    public string Invite { get; set; } = "";

    /// <summary>The call was taken by this side.</summary>
    public bool IsUp { get; set; }

    /// <summary>Nothing more is expected of it.</summary>
    public bool IsOver { get; set; }

    /// <summary>The daemon died under it.</summary>
    public bool IsDead { get; set; }

    /// <summary>The phone has hung up since.</summary>
    public bool IsAsked { get; set; }
}

/// <summary>A message that is sent until it is answered (RFC 3261 17.1.2.1).</summary>
internal sealed class Repeated(byte[] bytes)
{
    /// <summary>The message.</summary>
    public byte[] Bytes => bytes;

    /// <summary>Wait before the next time, ms.</summary>
    public int IntervalMs { get; set; } = 500;

    /// <summary>When it was sent first.</summary>
    public TimeSpan FirstAt { get; init; }

    /// <summary>Answered.</summary>
    public bool IsDone { get; set; }
}
