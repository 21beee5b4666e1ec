namespace XHand.Site;

/// <summary>The classes of calls that a class of service allows (in Brazil: categoria).</summary>
public enum CallClass
{
    /// <summary>Inside the company: always allowed.</summary>
    Internal,
    Local,
    LocalMobile,
    LongDistanceMobile,
    LongDistance,
    International,

    /// <summary>Passes every lock.</summary>
    Emergency,
}
