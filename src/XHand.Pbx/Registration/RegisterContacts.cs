using System.Globalization;
using XHand.Calls.Signalling;
using XHand.Sip.Messages;
using XHand.Sip.Transactions;

namespace XHand.Pbx.Registration;

/// <summary>What a REGISTER asks for, read and checked by itself (RFC 3261 10.3, steps 6 and 7). Pure.</summary>
internal sealed class RegisterContacts
{
    // More contacts in one request come from no telephone.
    private const int MaxContacts = 20;

    private RegisterContacts(int refusal, bool removesAll, IReadOnlyList<ContactChange> changes)
    {
        Refusal = refusal;
        RemovesAll = removesAll;
        Changes = changes;
    }

    /// <summary>Status to refuse with, or 0.</summary>
    public int Refusal { get; }

    /// <summary>Contact was "*": every binding is to go.</summary>
    public bool RemovesAll { get; }

    /// <summary>What is to be bound or removed; empty asks only.</summary>
    public IReadOnlyList<ContactChange> Changes { get; }

    /// <summary>Reads the request.</summary>
    public static RegisterContacts Of(ServerTransaction transaction, RegistrarSettings settings)
    {
        SipRequest request = transaction.Request;
        IReadOnlyList<string> values = request.Values(SipHeader.Contact);
        if (values.Contains("*"))
        {
            // RFC 3261 10.2.2: alone, and with Expires: 0.
            return values.Count == 1 && request.Number(SipHeader.Expires) == 0 ? new(0, true, []) : new(400, false, []);
        }

        IReadOnlyList<SipNameAddress> addresses = request.Addresses(SipHeader.Contact);
        if (addresses.Count != values.Count || addresses.Count > MaxContacts)
        {
            return new(400, false, []);
        }

        string userAgent = WireText.Clean(request.Text(SipHeader.UserAgent), 120);
        List<ContactChange> changes = [];
        foreach (SipNameAddress address in addresses)
        {
            if (!address.Uri.IsSip)
            {
                return new(400, false, []);
            }

            TimeSpan lifetime = LifetimeOf(address, request, settings);
            if (lifetime > TimeSpan.Zero && lifetime < settings.Shortest)
            {
                return new(423, false, []);
            }

            string? instance = address.Parameters["+sip.instance"] is { Length: > 0 and <= 200 } given ? WireText.Clean(given, 200) : null;
            changes.Add(new ContactChange(
                address.Uri,
                instance,
                instance is null ? null : RegIdOf(address, request),
                lifetime < settings.Longest ? lifetime : settings.Longest,
                transaction.Flow,
                request.CallId,
                request.CSeq.Number,
                userAgent));
        }

        return new(0, false, changes);
    }

    // RFC 5626 6: counts for a phone that says it supports outbound.
    private static uint? RegIdOf(SipNameAddress address, SipRequest request) =>
        uint.TryParse(address.Parameters["reg-id"], NumberStyles.None, CultureInfo.InvariantCulture, out uint id) && id > 0
        && request.Values(SipHeader.Supported).Any(tag => tag.Trim().Equals("outbound", StringComparison.OrdinalIgnoreCase))
            ? id
            : null;

    // The contact's own parameter, then the header, then ours; a malformed one counts as not given (RFC 3261 10.3, step 7; 20.19).
    private static TimeSpan LifetimeOf(SipNameAddress address, SipRequest request, RegistrarSettings settings) =>
        uint.TryParse(address.Parameters["expires"], NumberStyles.None, CultureInfo.InvariantCulture, out uint own) ? TimeSpan.FromSeconds(own)
        : request.Number(SipHeader.Expires) is { } header ? TimeSpan.FromSeconds(header)
        : settings.Default;
}
