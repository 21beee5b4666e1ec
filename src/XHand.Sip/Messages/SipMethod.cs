namespace XHand.Sip.Messages;

/// <summary>The methods we know; anything else is <see cref="Other"/> and keeps its text in the message.</summary>
public enum SipMethod
{
    /// <summary>An extension method that we do not know.</summary>
    Other = 0,
    Invite,
    Ack,
    Bye,
    Cancel,
    Register,
    Options,
    Info,
    Prack,
    Update,
    Refer,
    Notify,
    Subscribe,
    Message,
    Publish,
}
