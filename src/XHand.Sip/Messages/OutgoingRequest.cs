namespace XHand.Sip.Messages;

/// <summary>
/// A request that we make. The transaction adds the top Via; Content-Length, Max-Forwards 70 (unless set) and User-Agent
/// are added when it is written. Built on the loop, sent once, not changed afterwards.
/// </summary>
public sealed class OutgoingRequest(SipMethod method, SipUri uri, SipNameAddress from, SipNameAddress to, string callId, uint cseq)
{
    /// <summary>The method.</summary>
    public SipMethod Method { get; } = method;

    /// <summary>Request-URI.</summary>
    public SipUri Uri { get; } = uri;

    /// <summary>From with its tag.</summary>
    public SipNameAddress From { get; } = from;

    /// <summary>To, with a tag inside a dialog.</summary>
    public SipNameAddress To { get; } = to;

    /// <summary>Call-ID.</summary>
    public string CallId { get; } = callId;

    /// <summary>CSeq number.</summary>
    public uint CSeq { get; } = cseq;

    /// <summary>Route set, topmost first.</summary>
    public IReadOnlyList<SipNameAddress> Route { get; set; } = [];

    /// <summary>Further headers, name and value; a CR, LF or NUL in one is refused with <see cref="ArgumentException"/>.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers => _headers;

    /// <summary>Content type of the body, or null.</summary>
    public string? ContentType { get; private set; }

    /// <summary>The body, or empty.</summary>
    public ReadOnlyMemory<byte> Body { get; private set; }

    private readonly List<(string Name, string Value)> _headers = [];

    /// <summary>Adds a header.</summary>
    public OutgoingRequest Add(string name, string value)
    {
        OutgoingHeader.Check(name, value);
        _headers.Add((name, value));
        return this;
    }

    /// <summary>Sets the body.</summary>
    public OutgoingRequest WithBody(string contentType, ReadOnlyMemory<byte> body)
    {
        ContentType = contentType;
        Body = body;
        return this;
    }

    /// <summary>The wire form with <paramref name="via"/> on top. Text with a line break or NUL in it is refused with <see cref="ArgumentException"/>.</summary>
    public byte[] ToBytes(SipVia via)
    {
        string method = SipMethodNames.NameOf(Method);
        if (method.Length == 0)
        {
            throw new InvalidOperationException("A request needs a method that we know.");
        }

        var writer = new SipWriter();
        writer.Text(method);
        writer.Bytes(" "u8);
        writer.Text(Uri.ToString());
        writer.Bytes(" SIP/2.0\r\n"u8);
        writer.Header("Via: "u8, via.ToString());
        foreach (SipNameAddress route in Route)
        {
            writer.Header("Route: "u8, route.ToString());
        }

        if (!Has("Max-Forwards"))
        {
            writer.Bytes("Max-Forwards: 70\r\n"u8);
        }

        writer.Header("From: "u8, From.ToString());
        writer.Header("To: "u8, To.ToString());
        writer.Header("Call-ID: "u8, CallId);
        writer.Bytes("CSeq: "u8);
        writer.Number(CSeq);
        writer.Bytes(" "u8);
        writer.Text(method);
        writer.Line();
        foreach ((string name, string value) in _headers)
        {
            writer.Text(name);
            writer.Header(": "u8, value);
        }

        if (!Has("User-Agent"))
        {
            writer.Bytes("User-Agent: XHand\r\n"u8);
        }

        writer.Body(ContentType, Body.Span);
        return writer.Finish();
    }

    private bool Has(string name)
    {
        foreach ((string present, _) in _headers)
        {
            if (present.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
