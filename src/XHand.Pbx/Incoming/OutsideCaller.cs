using XHand.Calls.Signalling;
using XHand.Sip.Messages;
using XHand.Site;

namespace XHand.Pbx.Incoming;

/// <summary>
/// Who a call over a trunk says it comes from. An operator's word on numbers outside is taken; that one of our own extensions calls from there is a forgery.
/// Referred-By is not looked at. Pure.
/// </summary>
/// <param name="Number">The number, "" when withheld or none.</param>
/// <param name="Name">The name, "" when there is none.</param>
/// <param name="Forged">The extension of ours that the caller claims to be, or null.</param>
internal sealed record OutsideCaller(string Number, string Name, string? Forged)
{
    private const int MaxNumber = 40;
    private const int MaxName = 80;

    /// <summary>Reads P-Asserted-Identity (RFC 3325), else From; Privacy (RFC 3323) withholds both.</summary>
    /// <param name="invite">The INVITE.</param>
    /// <param name="company">The trunk's company.</param>
    /// <param name="isOurs">True for a host that means this exchange.</param>
    public static OutsideCaller Of(SipRequest invite, CompanySite company, Func<string, bool> isOurs)
    {
        IReadOnlyList<SipNameAddress> asserted = invite.Addresses(SipHeader.PAssertedIdentity);
        string? forged = null;
        foreach (SipNameAddress claim in (IEnumerable<SipNameAddress>)[invite.From, .. asserted])
        {
            if (claim.Uri is { IsSip: true, User: { } user } && company.Extensions.ContainsKey(user) && isOurs(claim.Uri.Host))
            {
                forged = user;
            }
        }

        SipNameAddress caller = asserted.Count > 0 ? asserted[0] : invite.From;
        bool isWithheld = IsPrivate(invite) || IsAnonymous(invite.From.Uri) || IsAnonymous(caller.Uri);
        return isWithheld
            ? new OutsideCaller("", "", forged)
            : new OutsideCaller(
                WireText.Clean(caller.Uri.User, MaxNumber),
                WireText.Clean(caller.DisplayName ?? invite.From.DisplayName, MaxName).Trim(),
                forged);
    }

    private static bool IsAnonymous(SipUri uri) =>
        "anonymous".Equals(uri.User, StringComparison.OrdinalIgnoreCase) || uri.Host.Equals("anonymous.invalid", StringComparison.OrdinalIgnoreCase);

    /// <summary>True when Privacy asks to withhold who calls (RFC 3323 4.2, RFC 3325 9.3).</summary>
    public static bool IsPrivate(SipRequest invite)
    {
        foreach (string part in (invite.Text(SipHeader.Privacy) ?? "").Split(';', StringSplitOptions.TrimEntries))
        {
            if (part.Equals("id", StringComparison.OrdinalIgnoreCase) || part.Equals("user", StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
