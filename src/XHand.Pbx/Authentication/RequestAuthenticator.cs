using Microsoft.Extensions.Logging;
using XHand.Sip.Authentication;
using XHand.Sip.Messages;
using XHand.Sip.Transactions;
using XHand.Site;

namespace XHand.Pbx.Authentication;

/// <summary>
/// Finds out by digest which extension a request comes from. Whoever is not known gets the same 401 after the same work. Loop thread only.
/// </summary>
public sealed class RequestAuthenticator(DigestServer digest, AuthenticationFailures failures, ILogger<RequestAuthenticator> logger)
{
    /// <summary>Wrong passwords by source.</summary>
    public AuthenticationFailures Failures => failures;

    /// <summary>The extension whose password it was; null when the request has been answered 401.</summary>
    public Extension? Authenticate(ServerTransaction transaction, CompanySite company)
    {
        SipRequest request = transaction.Request;
        string realm = company.Company.Realm;
        Extension? extension = DigestServer.UserOf(request, realm) is { } user ? company.Extensions.GetValueOrDefault(user) : null;
        DigestVerdict verdict = digest.Verify(request, realm, SecretOf(extension));
        if (verdict == DigestVerdict.Right && extension is not null)
        {
            return extension;
        }

        if (verdict == DigestVerdict.Wrong)
        {
            PbxMetrics.WrongPassword();
            failures.Add(transaction.Flow.Remote.Address);
            PbxLog.WrongPassword(logger, request.MethodName, transaction.Flow.Remote, company.Company.Name, failures.Of(transaction.Flow.Remote.Address));
        }

        Challenge(transaction, company, verdict == DigestVerdict.Stale);
        return null;
    }

    private void Challenge(ServerTransaction transaction, CompanySite company, bool stale)
    {
        SipRequest request = transaction.Request;
        Extension? claimed = company.Extensions.GetValueOrDefault(request.From.Uri.User ?? "");
        OutgoingResponse response = new(request, 401);
        foreach (string challenge in digest.Challenges(company.Company.Realm, stale, company.Company.OfferSha256 || claimed?.OfferSha256 == true))
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
    private static DigestSecret? SecretOf(Extension? extension) =>
        extension?.Md5Ha1 is { Length: > 0 } md5 ? new DigestSecret(md5, extension.Sha256Ha1 is { Length: > 0 } sha256 ? sha256 : md5) : null;
}
