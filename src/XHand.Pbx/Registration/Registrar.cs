using System.Globalization;
using XHand.Loop;
using XHand.Pbx.Authentication;
using XHand.Sip.Messages;
using XHand.Sip.Transactions;
using XHand.Site;

namespace XHand.Pbx.Registration;

/// <summary>The registrar (RFC 3261 10.3): who a phone is, which contacts it has. All of a request is done or nothing. Loop thread only.</summary>
public sealed class Registrar(BindingTable bindings, RequestAuthenticator authenticator, ISiteSource sites, ISwitchLoop loop, RegistrarSettings settings)
{
    /// <summary>Answers a REGISTER.</summary>
    public void Handle(ServerTransaction transaction)
    {
        SipRequest request = transaction.Request;
        if (!request.To.Uri.IsSip)
        {
            // RFC 3261 10.3, RFC 4475 3.3.4: an address of record is a SIP URI.
            transaction.RespondStateless(new OutgoingResponse(request, 400));
            return;
        }

        CompanySite company = sites.Current.CompanyOf(request.To.Uri.Host);
        if (authenticator.Authenticate(transaction, company) is not { } extension)
        {
            return;
        }

        // One registers only oneself: the AOR and the sender are the user whose password it was (RFC 3261 10.3, step 4).
        if (request.To.Uri.User != extension.Number || request.From.Uri.User != extension.Number)
        {
            transaction.Respond(new OutgoingResponse(request, 403));
            return;
        }

        Handle(transaction, company.Company.Id, extension);
    }

    private void Handle(ServerTransaction transaction, Guid company, Extension extension)
    {
        SipRequest request = transaction.Request;
        RegisterContacts contacts = RegisterContacts.Of(transaction, settings);
        if (contacts.Refusal != 0)
        {
            OutgoingResponse refusal = new(request, contacts.Refusal);
            transaction.Respond(contacts.Refusal == 423 ? refusal.Add("Min-Expires", Seconds(settings.Shortest)) : refusal);
            return;
        }

        IReadOnlyList<Binding> present = bindings.Of(company, extension.Number);
        List<(Binding? Existing, ContactChange Change)> work = contacts.RemovesAll
            ? [.. present.Select(binding => ((Binding?)binding, RemovalOf(binding, request, transaction)))]
            : [.. contacts.Changes.Select(change => (Match(present, change), change))];

        // RFC 3261 10.3, steps 6 and 7: a request that was overtaken by a later one of the same phone changes nothing.
        if (work.Exists(item => item.Existing is { } existing && existing.CallId == item.Change.CallId && item.Change.CSeq <= existing.CSeq))
        {
            transaction.Respond(new OutgoingResponse(request, 500).Add("Retry-After", "1"));
            return;
        }

        int added = work.Count(item => item.Existing is null && item.Change.Lifetime > TimeSpan.Zero);
        int removed = work.Count(item => item.Existing is not null && item.Change.Lifetime == TimeSpan.Zero);
        if (added > 0 && present.Count + added - removed > extension.MaxRegistrations)
        {
            transaction.Respond(new OutgoingResponse(request, 403, "Too Many Registrations"));
            return;
        }

        foreach ((Binding? existing, ContactChange change) in work)
        {
            Apply(company, extension.Number, existing, change);
        }

        if (added > 0 && settings.FirstAnswerDelay > TimeSpan.Zero)
        {
            // A phone that has been told so is registered, whatever happens to this process: by then its fact has been written as a rule.
            loop.StartTimer(settings.FirstAnswerDelay, "register-answer", () => bindings.WhenWritten(Answer));
        }
        else
        {
            Answer();
        }

        void Answer() => transaction.Respond(Accepted(request, bindings.Of(company, extension.Number)));
    }

    private void Apply(Guid company, string number, Binding? existing, ContactChange change)
    {
        if (change.Lifetime > TimeSpan.Zero)
        {
            bindings.Bind(company, number, existing, change);
        }
        else if (existing is not null)
        {
            bindings.Unbind(existing, "removed");
        }
    }

    // The same telephone by its instance and flow (RFC 5626 6), whose address may have changed, else the same URI (RFC 3261 19.1.4).
    private static Binding? Match(IReadOnlyList<Binding> present, ContactChange change)
    {
        foreach (Binding binding in present)
        {
            bool isSamePhone = change.Instance is not null && change.Instance == binding.Instance;
            if (isSamePhone ? change.RegId == binding.RegId : binding.Contact.Matches(change.Contact))
            {
                return binding;
            }
        }

        return null;
    }

    private static ContactChange RemovalOf(Binding binding, SipRequest request, ServerTransaction transaction) =>
        new(binding.Contact, binding.Instance, binding.RegId, TimeSpan.Zero, transaction.Flow, request.CallId, request.CSeq.Number, binding.UserAgent);

    private OutgoingResponse Accepted(SipRequest request, IReadOnlyList<Binding> now)
    {
        OutgoingResponse response = new(request, 200);
        foreach (Binding binding in now)
        {
            string contact = $"<{binding.Contact}>;expires={bindings.SecondsLeft(binding).ToString(CultureInfo.InvariantCulture)}";
            contact = binding.RegId is { } flow ? string.Create(CultureInfo.InvariantCulture, $"{contact};reg-id={flow}") : contact;
            response.Add("Contact", binding.Instance is { } instance ? $"{contact};+sip.instance={instance}" : contact);
        }

        // RFC 5626 6: so that the phone knows that its flow is kept.
        if (now.Any(binding => binding.RegId is not null && binding.CallId == request.CallId))
        {
            response.Add("Require", "outbound");
        }

        // Phones without a clock of their own set it by this (RFC 3261 10.3, step 8).
        return response.Add("Date", loop.Time.GetUtcNow().ToString("r", CultureInfo.InvariantCulture));
    }

    private static string Seconds(TimeSpan time) => ((long)time.TotalSeconds).ToString(CultureInfo.InvariantCulture);
}
