using XHand.Loop.Ids;
using XHand.Sip.Authentication;
using XHand.Sip.Messages;

namespace XHand.Calls.Signalling;

/// <summary>User and password that a peer knows us by, such as a trunk's.</summary>
public sealed record SipCredentials(string User, string Password);

/// <summary>
/// Answers a peer's challenges for one leg, at most twice for a request: a peer that sends a new nonce each time would keep us busy for ever
/// (RELIABILITY.md, "endless loop").
/// </summary>
internal sealed class SipAuthenticator(IRandomSource random, SipCredentials credentials)
{
    private const int MaxAnswers = 2;
    private readonly DigestClient _client = new(random);
    private SipMethod _method;
    private int _answers;

    /// <summary>The header to send the request again with, or null when the response is no challenge or enough were answered.</summary>
    public (string Name, string Value)? Answer(SipResponse response, SipMethod method, SipUri uri)
    {
        if (response.StatusCode is not (401 or 407))
        {
            _answers = 0;
            return null;
        }

        if (_method != method)
        {
            _method = method;
            _answers = 0;
        }

        return ++_answers > MaxAnswers ? null : _client.Answer(response, method, uri, credentials.User, credentials.Password);
    }
}
