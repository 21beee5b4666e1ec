using System.Globalization;
using System.Xml.Linq;
using XHand.Calls;
using XHand.Sip.Messages;

namespace XHand.Pbx.Subscriptions;

/// <summary>The calls of an extension for busy lamps (RFC 4235): full state each time, with nothing of a dialog by which it could be taken over.</summary>
internal sealed class DialogPackage(CallTable calls) : IEventPackage
{
    private static readonly XNamespace _ns = "urn:ietf:params:xml:ns:dialog-info";

    public string Name => "dialog";

    public string ContentType => "application/dialog-info+xml";

    public string Document(Guid company, string number, SipUri entity, uint version)
    {
        XElement info = new(
            _ns + "dialog-info",
            new XAttribute("version", version.ToString(CultureInfo.InvariantCulture)),
            new XAttribute("state", "full"),
            new XAttribute("entity", entity.ToString()));
        foreach (PartyState party in calls.StatesOf(company, number))
        {
            info.Add(new XElement(
                _ns + "dialog",
                new XAttribute("id", party.LegId.ToString("N")),
                new XAttribute("direction", party.IsCaller ? "initiator" : "recipient"),
                new XElement(_ns + "state", party.IsAnswered ? "confirmed" : "early")));
        }

        return "<?xml version=\"1.0\"?>\r\n" + info.ToString(SaveOptions.DisableFormatting);
    }
}
