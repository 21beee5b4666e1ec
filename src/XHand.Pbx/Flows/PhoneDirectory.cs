using XHand.Calls.Flows;
using XHand.Calls.Legs;
using XHand.Pbx.Registration;
using XHand.Sip.Messages;
using XHand.Sip.Transport;
using XHand.Site;

namespace XHand.Pbx.Flows;

/// <summary>The phones of an extension, as targets of a dial verb.</summary>
public sealed class PhoneDirectory(BindingTable bindings, ISipTransport transport, ISiteSource sites)
{
    /// <summary>
    /// One target for each registered phone of <paramref name="called"/>, on the way its REGISTER came; empty when there is none. The caller is shown
    /// as number and name at our domain, never as its own headers say.
    /// </summary>
    public IReadOnlyList<DialTarget> TargetsOf(Guid company, Extension called, string fromNumber, string fromName, int maxForwards = 70)
    {
        IReadOnlyList<Binding> phones = bindings.Of(company, called.Number);
        List<DialTarget> targets = [];
        // A caller who shows no number is spelled as RFC 3261 8.1.1.3 has it.
        bool isWithheld = fromNumber.Length == 0;
        foreach (Binding phone in phones)
        {
            // One phone by several flows (RFC 5626) rings once, by the flow that it registered last.
            if (phone is { RegId: not null, Instance: { } instance } && phones.Any(other => other != phone && other.Instance == instance && other.RegisteredAt > phone.RegisteredAt))
            {
                continue;
            }

            string domain = DomainOf(company, phone.Flow);
            targets.Add(new DialTarget(new OutgoingLegOrder(
                called.Number,
                phone.Contact,
                phone.Flow,
                isWithheld
                    ? new SipNameAddress("Anonymous", SipUri.Sip("anonymous", "anonymous.invalid"), SipParameters.Empty)
                    : new SipNameAddress(fromName.Length > 0 ? fromName : null, SipUri.Sip(fromNumber, domain), SipParameters.Empty),
                new SipNameAddress(null, SipUri.Sip(called.Number, domain), SipParameters.Empty)) { MaxForwards = maxForwards }));
        }

        return targets;
    }

    // The default company's phones know us by our address; the others by their company's domain.
    private string DomainOf(Guid company, SipFlow flow)
    {
        SiteSnapshot site = sites.Current;
        return site.Companies.TryGetValue(company, out CompanySite? own) && own.Company.Id != site.Default.Company.Id && own.Company.Domain.Length > 0
            ? own.Company.Domain
            : transport.SentBy(flow).Host;
    }
}
