namespace XHand.Sip.Registration;

/// <summary>Where a registration stands.</summary>
public enum SipRegistrationState
{
    /// <summary>Not started.</summary>
    Idle = 0,

    /// <summary>The first REGISTER, or the first after a failure, is on its way.</summary>
    Registering,

    /// <summary>Bound; refreshed before it expires.</summary>
    Registered,

    /// <summary>Refused or unanswered; tried again later.</summary>
    Failed,

    /// <summary>Being taken back.</summary>
    Unregistering,

    /// <summary>Ended by <see cref="SipRegistration.Stop"/>.</summary>
    Stopped,
}
