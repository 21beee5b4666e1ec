using XHand.Sip.Messages;

namespace XHand.Pbx.Subscriptions;

/// <summary>An event package (RFC 6665 5): what can be watched of an extension, and how it is written.</summary>
internal interface IEventPackage
{
    /// <summary>Value of Event.</summary>
    string Name { get; }

    /// <summary>Type of its documents.</summary>
    string ContentType { get; }

    /// <summary>The state of <paramref name="number"/> now, whole.</summary>
    /// <param name="company">Company.</param>
    /// <param name="number">Extension that is watched.</param>
    /// <param name="entity">Its address as the watcher wrote it.</param>
    /// <param name="version">0 at first, one more each time.</param>
    string Document(Guid company, string number, SipUri entity, uint version);
}
