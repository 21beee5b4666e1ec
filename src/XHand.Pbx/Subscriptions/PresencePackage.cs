using System.Xml.Linq;
using XHand.Calls;
using XHand.Pbx.Registration;
using XHand.Sip.Messages;

namespace XHand.Pbx.Subscriptions;

/// <summary>Whether an extension can be reached (RFC 3856, PIDF of RFC 3863): open while a phone is registered, with a note while it is in a call.</summary>
internal sealed class PresencePackage(BindingTable bindings, CallTable calls) : IEventPackage
{
    private static readonly XNamespace _ns = "urn:ietf:params:xml:ns:pidf";

    public string Name => "presence";

    public string ContentType => "application/pidf+xml";

    public string Document(Guid company, string number, SipUri entity, uint version)
    {
        bool isOpen = bindings.Of(company, number).Count > 0;
        string note = !isOpen ? "" : calls.StatesOf(company, number) switch
        {
            [] => "",
            var states when states.Any(state => state.IsAnswered) => "On the phone",
            _ => "Ringing",
        };
        XElement tuple = new(
            _ns + "tuple",
            new XAttribute("id", "phone"),
            new XElement(_ns + "status", new XElement(_ns + "basic", isOpen ? "open" : "closed")));
        XElement presence = new(_ns + "presence", new XAttribute("entity", "pres:" + entity.User + "@" + entity.Host), tuple);
        if (note.Length > 0)
        {
            presence.Add(new XElement(_ns + "note", note));
        }

        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n" + presence.ToString(SaveOptions.DisableFormatting);
    }
}
