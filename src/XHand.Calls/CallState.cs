namespace XHand.Calls;

/// <summary>What a call is at.</summary>
public enum CallState
{
    Planning,
    Ringing,
    Talking,
    Held,
    Playing,
    Ending,
}
