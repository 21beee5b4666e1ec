namespace XHand.Sip.Authentication;

/// <summary>What a request's credentials are worth.</summary>
public enum DigestVerdict
{
    /// <summary>None were given for our realm: challenge.</summary>
    Missing,

    /// <summary>Right, with a nonce that has grown old or whose count was used: challenge again with stale=true.</summary>
    Stale,

    /// <summary>Wrong or malformed: challenge again, count the failure.</summary>
    Wrong,

    /// <summary>Right.</summary>
    Right,
}
