namespace XHand.Judge.Phones;

/// <summary>Where the daemon is to be killed.</summary>
internal enum KillMoment
{
    /// <summary>Anywhere.</summary>
    Anywhere,

    /// <summary>Just after an INVITE was sent.</summary>
    SetUp,

    /// <summary>Just after a called phone sent 200.</summary>
    PickUp,

    /// <summary>Just after a caller saw 200.</summary>
    Answer,

    /// <summary>Just after a phone sent BYE.</summary>
    HangUp,

    /// <summary>While the journal's next segment is being made.</summary>
    Roll,

    /// <summary>While the carrier's transaction is open.</summary>
    Commit,
}
