using XHand.Calls.Signalling;
using XHand.Pbx.Authentication;
using XHand.Pbx.Registration;
using XHand.Sip.Messages;
using XHand.Sip.Transactions;
using XHand.Site;

namespace XHand.Pbx.Messages;

/// <summary>
/// Text between extensions (RFC 3428): from one whose password is right to all phones of another of the same company. Nothing is kept; without a phone the
/// sender hears so. Loop thread only.
/// </summary>
internal sealed class MessageDesk(SipServices sip, RequestAuthenticator authenticator, BindingTable bindings, ISiteSource sites)
{
    // RFC 3428 8: larger than this does not belong into MESSAGE.
    private const int MaxBody = 1300;

    /// <summary>Answers a MESSAGE outside a dialog.</summary>
    public void Handle(ServerTransaction transaction)
    {
        SipRequest message = transaction.Request;
        SiteSnapshot site = sites.Current;
        CompanySite company = site.CompanyOf(message.From.Uri.Host);
        if (authenticator.Authenticate(transaction, company) is not { } sender)
        {
            return;
        }

        int refusal = message switch
        {
            // An extension writes as itself, as it calls.
            _ when message.From.Uri.User != sender.Number => 403,
            _ when message.Number(SipHeader.MaxForwards) == 0 => 483,
            { Body.Length: > MaxBody } => 413,
            _ when message.Body.IsEmpty || message.Text(SipHeader.ContentType) is null => 400,
            _ when !company.Extensions.ContainsKey(message.Uri.User ?? "") => 404,
            _ => 0,
        };
        if (refusal != 0)
        {
            transaction.Respond(new OutgoingResponse(message, refusal));
            return;
        }

        IReadOnlyList<Binding> phones = bindings.Of(company.Company.Id, message.Uri.User!);
        if (phones.Count == 0)
        {
            transaction.Respond(new OutgoingResponse(message, 480));
            return;
        }

        MessageRelay relay = new(transaction, phones.Count);
        foreach (Binding phone in phones)
        {
            sip.Transactions.Send(Copy(message, sender, phone), phone.Flow, relay);
        }
    }

    private OutgoingRequest Copy(SipRequest message, Extension sender, Binding phone)
    {
        (string host, _) = sip.Transport.SentBy(phone.Flow);
        SipNameAddress from = new(sender.Name.Length > 0 ? sender.Name : null, SipUri.Sip(sender.Number, host), SipParameters.Empty);
        SipNameAddress to = new(null, SipUri.Sip(message.Uri.User, host), SipParameters.Empty);
        uint hops = Math.Min(message.Number(SipHeader.MaxForwards) ?? 70, 70) - 1;
        return new OutgoingRequest(SipMethod.Message, phone.Contact, from.WithTag(sip.Identity.NewTag()), to, sip.Identity.NewCallId(), 1)
            .Add("Max-Forwards", hops.ToString(System.Globalization.CultureInfo.InvariantCulture))
            .WithBody(message.Text(SipHeader.ContentType)!, message.Body);
    }
}
