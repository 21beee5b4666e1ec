using XHand.Sip.Parsing;

namespace XHand.Sip.Messages;

/// <summary>
/// A response that we make. Via, From, To, Call-ID, CSeq (and Record-Route where the RFC asks for it) are copied from the request, the To tag is
/// added where the request has none (RFC 3261 8.2.6).
/// </summary>
public sealed class OutgoingResponse(SipRequest request, int statusCode, string? reason = null, string? toTag = null)
{
    /// <summary>The request that is answered.</summary>
    public SipRequest Request { get; } = request;

    /// <summary>100 to 699.</summary>
    public int StatusCode { get; } = statusCode is >= 100 and <= 699 ? statusCode : throw new ArgumentOutOfRangeException(nameof(statusCode));

    /// <summary>Reason phrase; null means the RFC's own.</summary>
    public string? Reason { get; } = reason is null ? null : OutgoingHeader.CheckText("A reason phrase", reason);

    /// <summary>Tag for To, where the request has none; null leaves it out (100 Trying) or lets the transaction make one.</summary>
    public string? ToTag { get; } = toTag;

    /// <summary>Further headers.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers => _headers;

    /// <summary>Content type of the body, or null.</summary>
    public string? ContentType { get; private set; }

    /// <summary>The body, or empty.</summary>
    public ReadOnlyMemory<byte> Body { get; private set; }

    private readonly List<(string Name, string Value)> _headers = [];

    /// <summary>Adds a header.</summary>
    public OutgoingResponse Add(string name, string value)
    {
        OutgoingHeader.Check(name, value);
        _headers.Add((name, value));
        return this;
    }

    /// <summary>Sets the body.</summary>
    public OutgoingResponse WithBody(string contentType, ReadOnlyMemory<byte> body)
    {
        ContentType = contentType;
        Body = body;
        return this;
    }

    /// <summary>
    /// The wire form. What is copied from the request is copied byte for byte, the topmost Via as the transport stamped it; headers that the request (one
    /// that is answered with 400) does not have are left out.
    /// </summary>
    public byte[] ToBytes()
    {
        var writer = new SipWriter();
        writer.Bytes("SIP/2.0 "u8);
        writer.Number(StatusCode);
        writer.Bytes(" "u8);
        writer.Text(Reason ?? SipReasonPhrase.Of(StatusCode));
        writer.Line();
        WriteVias(ref writer);
        if (FormsDialog)
        {
            CopyAll(ref writer, SipHeader.RecordRoute, "Record-Route: "u8);
        }

        CopyFirst(ref writer, SipHeader.From, "From: "u8);
        WriteTo(ref writer);
        CopyFirst(ref writer, SipHeader.CallId, "Call-ID: "u8);
        CopyFirst(ref writer, SipHeader.CSeq, "CSeq: "u8);
        if (StatusCode == 100)
        {
            // RFC 3261 8.2.6.1.
            CopyFirst(ref writer, SipHeader.Timestamp, "Timestamp: "u8);
        }

        foreach ((string name, string value) in _headers)
        {
            writer.Text(name);
            writer.Header(": "u8, value);
        }

        writer.Body(ContentType, Body.Span);
        return writer.Finish();
    }

    // RFC 3261 12.1.1 for INVITE, RFC 6665 4.1 and RFC 3515 for the others.
    private bool FormsDialog => StatusCode is > 100 and < 300
        && Request.Method is SipMethod.Invite or SipMethod.Subscribe or SipMethod.Refer or SipMethod.Notify;

    private void WriteVias(ref SipWriter writer)
    {
        bool isTop = true;
        foreach (ref readonly SipHeaderEntry entry in Request.Entries)
        {
            if (entry.Header != SipHeader.Via)
            {
                continue;
            }

            ReadOnlySpan<byte> value = Request.ValueOf(entry);
            if (isTop && Request.StampedVia is { } stamped)
            {
                var list = new CommaListReader(value);
                list.MoveNext();
                writer.Header("Via: "u8, stamped.ToString());
                value = SipText.Trim(list.Rest);
            }

            isTop = false;
            if (!value.IsEmpty)
            {
                Line(ref writer, "Via: "u8, value);
            }
        }
    }

    private void WriteTo(ref SipWriter writer)
    {
        ReadOnlySpan<byte> to = Request.Raw(SipHeader.To);
        if (to.IsEmpty)
        {
            return;
        }

        writer.Bytes("To: "u8);
        writer.Bytes(to);
        if (!string.IsNullOrEmpty(ToTag) && Request.HasReadableTo && Request.To.Tag is null)
        {
            writer.Bytes(";tag="u8);
            writer.Text(ToTag);
        }

        writer.Line();
    }

    private void CopyFirst(ref SipWriter writer, SipHeader header, ReadOnlySpan<byte> nameAndColon)
    {
        ReadOnlySpan<byte> value = Request.Raw(header);
        if (!value.IsEmpty)
        {
            Line(ref writer, nameAndColon, value);
        }
    }

    private void CopyAll(ref SipWriter writer, SipHeader header, ReadOnlySpan<byte> nameAndColon)
    {
        foreach (ref readonly SipHeaderEntry entry in Request.Entries)
        {
            if (entry.Header == header)
            {
                Line(ref writer, nameAndColon, Request.ValueOf(entry));
            }
        }
    }

    private static void Line(ref SipWriter writer, ReadOnlySpan<byte> nameAndColon, ReadOnlySpan<byte> value)
    {
        writer.Bytes(nameAndColon);
        writer.Bytes(value);
        writer.Line();
    }
}
