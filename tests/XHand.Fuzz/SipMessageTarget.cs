using System.Net;
using XHand.Sip.Authentication;
using XHand.Sip.Messages;
using XHand.Sip.Parsing;

namespace XHand.Fuzz;

/// <summary>One datagram: parsed, every value asked for, answered, and its addresses written into a request of ours.</summary>
internal sealed class SipMessageTarget : IFuzzTarget
{
    // Request line, Via, Max-Forwards, From, To, Call-ID, CSeq, User-Agent, Content-Length, empty line.
    private const int WrittenLines = 10;

    private static readonly SipHeader[] s_headers = Enum.GetValues<SipHeader>();
    private static readonly IPEndPoint s_source = IPEndPoint.Parse("198.51.100.7:40000");

    private readonly DigestServer _digest = new(TimeProvider.System, new byte[32], TimeSpan.FromMinutes(5));
    private readonly DigestSecret _secret = DigestServer.Hash("1700", "3f2a.xhand", "x");
    private readonly DigestClient _client = new(new Loop.Ids.SeededRandom(1));

    /// <inheritdoc/>
    public string Name => "sip";

    /// <inheritdoc/>
    public IReadOnlyList<byte[]> Seeds => SipTexts.Messages;

    /// <inheritdoc/>
    public IReadOnlyList<byte[]> Words => SipTexts.Words;

    /// <inheritdoc/>
    public void Run(byte[] input)
    {
        if (SipParser.TryParse(input, out SipMessage message, out SipParseError error))
        {
            ReadAll(message);
            RewriteAddresses(message);
            if (message is SipRequest request)
            {
                Answer(request);
            }
            else if (message is SipResponse { StatusCode: 401 or 407 } challenge)
            {
                (string Name, string Value)? answer = _client.Answer(challenge, SipMethod.Register, SipUri.Sip("1700", "pbx"), "1700", "x");
                if (answer is { } header)
                {
                    NewRequest(challenge.From, challenge.To, challenge.CallId).Add(header.Name, header.Value);
                }
            }
        }
        else
        {
            FuzzAssert.Holds(!string.IsNullOrEmpty(error.Reason), "refused without a reason");
            FuzzAssert.Holds(error.Offset >= 0 && error.Offset <= input.Length, "refused at an offset outside the message");
            FuzzAssert.Holds(error.Answerable is null == (error.StatusCode == 0) || error.StatusCode == 513, "an answer without a request or the reverse");
            if (error.Answerable is { } request)
            {
                ReadAll(request);
                SipMessageReceived.Stamp(request, s_source);
                new OutgoingResponse(request, error.StatusCode, toTag: "t").ToBytes();
            }
        }
    }

    private static void ReadAll(SipMessage message)
    {
        _ = (message.CallId, message.CSeq, message.From.Tag, message.To.Tag, message.TopVia.Branch, message.Body.Length, message.Text("X-Other"));
        foreach (SipHeader header in s_headers)
        {
            if (message.Raw(header).IsEmpty)
            {
                continue;
            }

            _ = (message.Text(header), message.Values(header).Count, message.Addresses(header).Count, message.Number(header), message.HasToken(header, "gruu"));
        }

        _ = message is SipRequest request ? (request.MethodName, request.Uri.ToString()) : (((SipResponse)message).ReasonPhrase, "");
    }

    // What we answer must be a message that a parser as strict as ours takes.
    private void Answer(SipRequest request)
    {
        SipMessageReceived.Stamp(request, s_source);
        _digest.Verify(request, "3f2a.xhand", _secret);
        DigestServer.UserOf(request, "3f2a.xhand");
        byte[] answer = new OutgoingResponse(request, 180, toTag: "ours").Add("Server", "x").WithBody("a/b", "body"u8.ToArray()).ToBytes();
        if (!SipParser.TryParse(answer, out SipMessage read, out SipParseError error))
        {
            // The stamp makes the topmost Via longer.
            FuzzAssert.Holds(error.Reason == "header line too long", "our own response is broken: " + error.Reason);
            return;
        }

        FuzzAssert.Holds(read is SipResponse { StatusCode: 180 } && read.CallId == request.CallId && read.TopVia.Equals(request.TopVia), "our own response reads as another");
        FuzzAssert.Holds(read.Body.Length == 4, "our own response has another body");
    }

    // What came in goes out again in dialogs and calls: it must neither throw nor become something else.
    private static void RewriteAddresses(SipMessage message)
    {
        byte[] bytes = NewRequest(message.From, message.To, message.CallId).ToBytes(message.TopVia);
        if (!SipParser.TryParse(bytes, out SipMessage read, out SipParseError error))
        {
            // Escaping makes a line longer, over the limit if it was near.
            FuzzAssert.Holds(error.Reason == "header line too long", "our own request is broken: " + error.Reason);
            return;
        }

        FuzzAssert.Holds(read.From.Uri.Equals(message.From.Uri) && read.To.Uri.Equals(message.To.Uri), "an address reads as another");
        FuzzAssert.Holds(read.CallId == message.CallId && bytes.AsSpan().Count("\r\n"u8) == WrittenLines, "a header became two");
        if (message is SipRequest request)
        {
            FuzzAssert.Holds(SipUri.TryParse(request.Uri.ToString(), out SipUri uri) && uri.Equals(request.Uri), "a Request-URI reads as another");
        }
    }

    private static OutgoingRequest NewRequest(SipNameAddress from, SipNameAddress to, string callId) =>
        new(SipMethod.Options, SipUri.Sip("1701", "192.0.2.10"), from, to, callId, 1);
}
