namespace XHand.Judge.Phones;

/// <summary>One call as its two phones saw it: the account that the system's own is held against. Times are monotonic.</summary>
internal sealed class JudgedCall(string id, string from, string to, CallFate fate, int round)
{
    /// <summary>The caller's Call-ID.</summary>
    public string Id => id;

    /// <summary>Calling extension.</summary>
    public string From => from;

    /// <summary>Called extension.</summary>
    public string To => to;

    /// <summary>What the called phone was told to do.</summary>
    public CallFate Fate => fate;

    /// <summary>The life of the daemon in which it began, from 1.</summary>
    public int Round => round;

    /// <summary>The called phone hangs up, not the caller.</summary>
    public bool CalleeHangsUp { get; init; }

    /// <summary>How long the called phone rings, or the caller waits before he gives up.</summary>
    public TimeSpan Ring { get; init; }

    /// <summary>How long they talk.</summary>
    public TimeSpan Talk { get; init; }

    /// <summary>The INVITE with which it began.</summary>
    public TimeSpan InvitedAt { get; set; }

    /// <summary>The called phone saw the INVITE.</summary>
    public TimeSpan? OfferedAt { get; set; }

    /// <summary>The called phone sent 200.</summary>
    public TimeSpan? PickedUpAt { get; set; }

    /// <summary>The caller saw 200: from here on there has to be a record.</summary>
    public TimeSpan? AnsweredAt { get; set; }

    /// <summary>A phone sent BYE, or got one that neither had caused.</summary>
    public TimeSpan? HungUpAt { get; set; }

    /// <summary>caller, callee, or system for a BYE that neither caused.</summary>
    public string EndedBy { get; set; } = "";

    /// <summary>That BYE was answered with 200.</summary>
    public bool IsEndConfirmed { get; set; }

    /// <summary>The final answer to the INVITE when it was none of 2xx; 0 before.</summary>
    public int Refusal { get; set; }

    /// <summary>When that came.</summary>
    public TimeSpan? RefusedAt { get; set; }

    /// <summary>The daemon died while it lived.</summary>
    public TimeSpan? CutAt { get; set; }

    /// <summary>Dialogs of either phone that are not over.</summary>
    public int OpenDialogs { get; set; }

    /// <summary>What the system added to the set-up: the caller's wait less the called phone's.</summary>
    public TimeSpan? SetUp => AnsweredAt - InvitedAt - (PickedUpAt - OfferedAt);
}
