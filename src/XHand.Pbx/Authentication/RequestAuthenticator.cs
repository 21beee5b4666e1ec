using System.Net;
using Microsoft.Extensions.Logging;
using XHand.Pbx.Defence;
using XHand.Sip.Authentication;
using XHand.Sip.Messages;
using XHand.Sip.Transactions;
using XHand.Sip.Transport;
using XHand.Site;

namespace XHand.Pbx.Authentication;

/// <summary>
/// Finds out by digest which extension, or which trunk, a request comes from. Whoever is not known gets the same 401 after the same work. Loop thread only.
/// </summary>
public sealed class RequestAuthenticator(DigestServer digest, AuthenticationFailures failures, AttackGuard guard, ILogger<RequestAuthenticator> logger)
{
    /// <summary>Whether the user's own phone is registered by a flow: that one is no attacker.</summary>
    public Func<SipFlow, Guid, string, bool> IsRegistered { get; set; } = static (_, _, _) => false;

    /// <summary>Wrong passwords by source.</summary>
    public AuthenticationFailures Failures => failures;

    /// <summary>The extension whose password it was; null when the request has been answered 401.</summary>
    public Extension? Authenticate(ServerTransaction transaction, CompanySite company) =>
        AuthenticateUser(transaction, company, static _ => null) is { } user ? company.Extensions[user] : null;

    /// <summary>
    /// The user whose password it was: an extension of the company, or whom <paramref name="otherSecret"/> knows; null when the request has been
    /// answered 401.
    /// </summary>
    public string? AuthenticateUser(ServerTransaction transaction, CompanySite company, Func<string, DigestSecret?> otherSecret)
    {
        SipRequest request = transaction.Request;
        string realm = company.Company.Realm;
        string? user = DigestServer.UserOf(request, realm);
        DigestSecret? secret = user is null ? null
            : company.Extensions.TryGetValue(user, out Extension? extension) ? SecretOf(extension)
            : otherSecret(user);
        IPAddress source = transaction.Flow.Remote.Address;
        if (user is not null && guard.IsBlocked(source, company.Company.Id, user) && !IsRegistered(transaction.Flow, company.Company.Id, user))
        {
            Drop(transaction, company);
            return null;
        }

        DigestVerdict verdict = digest.Verify(request, realm, secret);
        if (verdict == DigestVerdict.Right)
        {
            guard.Succeeded(source, company.Company.Id, user!);
            return user;
        }

        if (verdict == DigestVerdict.Wrong)
        {
            guard.Failed(source, company, user ?? "");
            PbxMetrics.WrongPassword();
            failures.Add(transaction.Flow.Remote.Address);
            PbxLog.WrongPassword(logger, request.MethodName, transaction.Flow.Remote, company.Company.Name, failures.Of(transaction.Flow.Remote.Address));
        }

        if (verdict != DigestVerdict.Wrong)
        {
            guard.Challenged(source, company);
        }

        Challenge(transaction, company, verdict == DigestVerdict.Stale);
        return null;
    }

    // An INVITE has had its 100, so it is asked for a password again, which nobody looks at.
    private void Drop(ServerTransaction transaction, CompanySite company)
    {
        if (transaction.Request.Method == SipMethod.Invite)
        {
            Challenge(transaction, company, stale: false);
        }
        else
        {
            transaction.Drop();
        }
    }

    private void Challenge(ServerTransaction transaction, CompanySite company, bool stale)
    {
        SipRequest request = transaction.Request;
        OutgoingResponse response = new(request, 401);
        foreach (string challenge in digest.Challenges(company.Company.Realm, stale, company.OffersSha256))
        {
            response.Add("WWW-Authenticate", challenge);
        }

        if (request.Method == SipMethod.Invite)
        {
            transaction.Respond(response);
        }
        else
        {
            transaction.RespondStateless(response);
        }
    }

    // An extension without a password has no secret. Without one for SHA-256, its other hash stands in: nobody can know that one either.
    private static DigestSecret? SecretOf(Extension extension) =>
        extension.Md5Ha1 is { Length: > 0 } md5 ? new DigestSecret(md5, extension.Sha256Ha1 is { Length: > 0 } sha256 ? sha256 : md5) : null;
}
