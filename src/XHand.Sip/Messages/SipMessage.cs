using System.Text;
using XHand.Sip.Parsing;

namespace XHand.Sip.Messages;

/// <summary>
/// A received message: one exact buffer, a table of header positions, values parsed when asked for. The headers every
/// message must have (To, From, CSeq, Call-ID, Via) were checked by the parser, so their properties never fail.
/// </summary>
public abstract class SipMessage
{
    // Stands in where a message that can only be answered with 400 has no readable value.
    private static readonly SipNameAddress s_unreadableAddress = new(null, SipUri.Sip(null, "invalid"), SipParameters.Empty);
    private static readonly SipVia s_unreadableVia = new("UDP", "invalid", 0, SipParameters.Empty);

    private readonly byte[]? _unfolded;
    private readonly SipHeaderEntry[] _headers;
    private readonly int _bodyStart;
    private readonly uint _cseqNumber;
    private string? _callId;
    private SipNameAddress? _from;
    private SipNameAddress? _to;
    private SipVia? _topVia;

    internal SipMessage(in SipMessageParts parts)
    {
        Buffer = parts.Buffer;
        _unfolded = parts.Unfolded;
        _headers = parts.Headers;
        _bodyStart = parts.BodyStart;
        _cseqNumber = parts.CSeqNumber;
    }

    /// <summary>The whole message as received.</summary>
    public ReadOnlyMemory<byte> Buffer { get; }

    /// <summary>The body, by Content-Length; empty when none.</summary>
    public ReadOnlyMemory<byte> Body => Buffer[_bodyStart..];

    /// <summary>Call-ID.</summary>
    public string CallId => _callId ??= Text(SipHeader.CallId) ?? "";

    /// <summary>CSeq.</summary>
    public SipCSeq CSeq
    {
        get
        {
            ReadOnlySpan<byte> raw = Raw(SipHeader.CSeq);
            ReadOnlySpan<byte> name = raw[(raw.LastIndexOfAny((byte)' ', (byte)'\t') + 1)..];
            SipMethod method = SipMethodNames.Find(name);
            return new(_cseqNumber, method, method == SipMethod.Other ? SipText.Decode(name) : SipMethodNames.NameOf(method));
        }
    }

    /// <summary>From.</summary>
    public SipNameAddress From => _from ??= Address(SipHeader.From);

    /// <summary>To.</summary>
    public SipNameAddress To => _to ??= Address(SipHeader.To);

    /// <summary>The topmost Via, with received and rport filled in by the transport (RFC 3261 18.2.1, RFC 3581 4).</summary>
    public SipVia TopVia => _topVia ??= ReadTopVia();

    /// <summary>The topmost Via as the transport has filled it in, or null when it has not: a response then copies what stands in the buffer.</summary>
    internal SipVia? StampedVia { get; private set; }

    /// <summary>The header positions, in order.</summary>
    internal ReadOnlySpan<SipHeaderEntry> Entries => _headers;

    /// <summary>The bytes to read headers from: the buffer, or its unfolded copy.</summary>
    internal ReadOnlySpan<byte> Source => _unfolded ?? Buffer.Span;

    /// <summary>Raw value of the first header of this kind, or empty.</summary>
    public ReadOnlySpan<byte> Raw(SipHeader header)
    {
        foreach (ref readonly SipHeaderEntry entry in _headers.AsSpan())
        {
            if (entry.Header == header)
            {
                return ValueOf(entry);
            }
        }

        return default;
    }

    /// <summary>True when a header of this kind is there, even an empty one.</summary>
    public bool Has(SipHeader header)
    {
        foreach (ref readonly SipHeaderEntry entry in _headers.AsSpan())
        {
            if (entry.Header == header)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>First value as text, or null when absent.</summary>
    public string? Text(SipHeader header)
    {
        foreach (ref readonly SipHeaderEntry entry in _headers.AsSpan())
        {
            if (entry.Header == header)
            {
                return SipText.Decode(ValueOf(entry));
            }
        }

        return null;
    }

    /// <summary>First value of a header without a number, as text, or null; name without case.</summary>
    public string? Text(string name)
    {
        byte[] wanted = Encoding.UTF8.GetBytes(name);
        SipHeader header = SipHeaderNames.Find(wanted);
        if (header != SipHeader.Other)
        {
            return Text(header);
        }

        foreach (ref readonly SipHeaderEntry entry in _headers.AsSpan())
        {
            if (entry.Header == SipHeader.Other && Ascii.EqualsIgnoreCase(Source.Slice(entry.NameStart, entry.NameLength), wanted))
            {
                return SipText.Decode(ValueOf(entry));
            }
        }

        return null;
    }

    /// <summary>
    /// All values of a header, comma lists split, in order, each trimmed. Headers in which a comma is text (credentials, dates, subjects) give one value a line.
    /// </summary>
    public IReadOnlyList<string> Values(SipHeader header)
    {
        List<string>? values = null;
        foreach (ref readonly SipHeaderEntry entry in _headers.AsSpan())
        {
            if (entry.Header != header)
            {
                continue;
            }

            values ??= [];
            if (!SipHeaderNames.IsCommaList(header))
            {
                values.Add(SipText.Decode(ValueOf(entry)));
                continue;
            }

            var list = new CommaListReader(ValueOf(entry));
            while (list.MoveNext())
            {
                values.Add(SipText.Decode(list.Current));
            }
        }

        return values ?? (IReadOnlyList<string>)[];
    }

    /// <summary>All values parsed as addresses (Contact, Route, Record-Route, P-Asserted-Identity); unparsable ones are left out.</summary>
    public IReadOnlyList<SipNameAddress> Addresses(SipHeader header)
    {
        List<SipNameAddress>? addresses = null;
        foreach (ref readonly SipHeaderEntry entry in _headers.AsSpan())
        {
            if (entry.Header != header)
            {
                continue;
            }

            var list = new CommaListReader(ValueOf(entry));
            while (list.MoveNext())
            {
                if (SipNameAddress.TryParse(list.Current, out SipNameAddress address, out _))
                {
                    (addresses ??= []).Add(address);
                }
            }
        }

        return addresses ?? (IReadOnlyList<SipNameAddress>)[];
    }

    /// <summary>A number such as Expires or Max-Forwards; null when absent or no number, <see cref="uint.MaxValue"/> when larger than that.</summary>
    public uint? Number(SipHeader header)
    {
        ReadOnlySpan<byte> raw = Raw(header);

        // Retry-After: 18000;duration=3600, Session-Expires: 1800;refresher=uac, Retry-After: 120 (in a meeting).
        int end = raw.IndexOfAny(";( \t"u8);
        return SipText.TryNumber(end < 0 ? raw : raw[..end], out uint value, out _) ? value : null;
    }

    /// <summary>True when a comma list such as Supported or Require has the token, without case.</summary>
    public bool HasToken(SipHeader header, string token)
    {
        foreach (ref readonly SipHeaderEntry entry in _headers.AsSpan())
        {
            if (entry.Header != header)
            {
                continue;
            }

            var list = new CommaListReader(ValueOf(entry));
            while (list.MoveNext())
            {
                if (Ascii.EqualsIgnoreCase(list.Current, token))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>The value of an entry of this message.</summary>
    internal ReadOnlySpan<byte> ValueOf(in SipHeaderEntry entry) => Source.Slice(entry.ValueStart, entry.ValueLength);

    /// <summary>Replaces the topmost Via; called by the transport before anyone else has the message.</summary>
    internal void StampTopVia(SipVia via)
    {
        _topVia = via;
        StampedVia = via;
    }

    /// <summary>True when the topmost Via can be read.</summary>
    internal bool HasReadableVia => !ReferenceEquals(TopVia, s_unreadableVia);

    /// <summary>True when To can be read.</summary>
    internal bool HasReadableTo => !ReferenceEquals(To, s_unreadableAddress);

    private SipNameAddress Address(SipHeader header) =>
        SipNameAddress.TryParse(Raw(header), out SipNameAddress address, out _) ? address : s_unreadableAddress;

    private SipVia ReadTopVia()
    {
        var list = new CommaListReader(Raw(SipHeader.Via));
        return list.MoveNext() && SipVia.TryParse(list.Current, out SipVia via, out _) ? via : s_unreadableVia;
    }
}
