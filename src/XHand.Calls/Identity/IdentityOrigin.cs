namespace XHand.Calls.Identity;

/// <summary>Who made a tag, Call-ID or Contact user.</summary>
public enum IdentityOrigin
{
    /// <summary>Not one of ours, or its MAC is wrong.</summary>
    Foreign = 0,

    /// <summary>This process.</summary>
    ThisProcess,

    /// <summary>An earlier process of this node.</summary>
    EarlierProcess,

    /// <summary>Another node of this installation.</summary>
    OtherNode,
}
