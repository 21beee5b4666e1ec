using XHand.Sip.Messages;

namespace XHand.Sip.Parsing;

/// <summary>
/// One pass over one message: start line, header table, body, and then <see cref="MessageRules"/>. The first thing wrong is kept and
/// reading goes on as far as it can, so that an answer can be made.
/// </summary>
internal ref struct MessageReader
{
    private readonly ReadOnlyMemory<byte> _buffer;
    private readonly Span<SipHeaderEntry> _entries;
    private ReadOnlySpan<byte> _text;
    private byte[]? _unfolded;
    private int _count;
    private int _at;
    private int _bodyStart;
    private int _bodyLength;
    private uint _cseq;
    private StartLine _start;

    public MessageReader(ReadOnlyMemory<byte> buffer, Span<SipHeaderEntry> entries)
    {
        _buffer = buffer;
        _entries = entries;
        _text = buffer.Span;
    }

    /// <summary>True when the start line is a request's, sound or not.</summary>
    public readonly bool IsRequest => _start.IsRequest;

    /// <summary>The first thing wrong, or null.</summary>
    public string? Reason { get; private set; }

    /// <summary>Where.</summary>
    public int Offset { get; private set; }

    /// <summary>The status to answer with.</summary>
    public int Status { get; private set; }

    /// <summary>Reads all; false when something was wrong.</summary>
    public bool Read()
    {
        if (!ReadStartLine())
        {
            return false;
        }

        if (ReadHeaders())
        {
            ReadBody();
        }
        else
        {
            _bodyStart = _text.Length;
        }

        // On a message that is broken already too: its answer needs what can still be read.
        MessageRules rules = new(_text, _entries[.._count], _start, _at);
        rules.Check(isSound: Reason is null);
        _cseq = rules.CSeq;
        return rules.Reason is null ? Reason is null : Fail(rules.Reason, rules.Offset, rules.Status);
    }

    public readonly SipRequest ToRequest() => new(Parts(), _start.Method, _start.MethodLength, _start.Uri);

    public readonly SipResponse ToResponse() => new(Parts(), _start.StatusCode, _start.Reason);

    private readonly SipMessageParts Parts() =>
        new(_buffer[..(_bodyStart + _bodyLength)], _unfolded, _entries[.._count].ToArray(), _bodyStart, _cseq);

    private bool ReadStartLine()
    {
        int end = LineEnd(0);
        if (end < 0)
        {
            return Fail("no line end", 0, 0);
        }

        _at = end + 2;
        if (!StartLine.TryRead(_text[..end], out _start, out string? error, out int status))
        {
            Fail(error!, 0, status);
            return _start.IsRequest;
        }

        if (end > SipParser.MaxHeaderBytes)
        {
            Fail("start line too long", SipParser.MaxHeaderBytes, 414);
        }

        return true;
    }

    private bool ReadHeaders()
    {
        while (true)
        {
            int end = LineEnd(_at);
            if (end < 0)
            {
                return Fail("headers do not end with an empty line", _at, 400);
            }

            if (end == _at)
            {
                _bodyStart = end + 2;
                return true;
            }

            end = Unfold(end);
            if (end < 0)
            {
                return Fail("headers do not end with an empty line", _at, 400);
            }

            if (end - _at > SipParser.MaxHeaderBytes)
            {
                return Fail("header line too long", _at, 513);
            }

            if (_count == SipParser.MaxHeaders)
            {
                return Fail("too many headers", _at, 513);
            }

            ReadHeader(_at, end);
            _at = end + 2;
        }
    }

    private void ReadHeader(int start, int end)
    {
        ReadOnlySpan<byte> line = _text[start..end];
        int colon = line.IndexOf((byte)':');
        ReadOnlySpan<byte> name = colon < 0 ? default : line[..colon];

        // RFC 3261 7.3.1: white space may stand before the colon, not before the name.
        while (name.Length > 0 && SipText.IsWhite(name[^1]))
        {
            name = name[..^1];
        }

        if (!SipText.IsToken(name))
        {
            Fail("a header line without a name", start, 400);
            return;
        }

        SipHeader header = SipHeaderNames.Find(name);
        if (line.Contains((byte)0) && !(header is SipHeader.From or SipHeader.To or SipHeader.Contact && HasOnlyQuotedNuls(line)))
        {
            Fail("NUL in a header", start, 400);
            return;
        }

        int valueStart = start + colon + 1;
        int valueEnd = end;
        while (valueStart < valueEnd && SipText.IsWhite(_text[valueStart]))
        {
            valueStart++;
        }

        while (valueEnd > valueStart && SipText.IsWhite(_text[valueEnd - 1]))
        {
            valueEnd--;
        }

        _entries[_count++] = new(header, (ushort)start, (ushort)name.Length, (ushort)valueStart, (ushort)(valueEnd - valueStart));
    }

    // RFC 3261 25.1 lets a quoted pair be NUL, in a display name above all (RFC 4475 3.1.1.2). Anywhere else it only cuts strings short in somebody's C.
    private static bool HasOnlyQuotedNuls(ReadOnlySpan<byte> line)
    {
        for (int i = 0; i < line.Length; i++)
        {
            if (line[i] == '\\')
            {
                i++;
            }
            else if (line[i] == 0)
            {
                return false;
            }
        }

        return true;
    }

    // The end of a line is CR LF and nothing else: what a lone CR or LF means differs from program to program, and there headers are smuggled.
    private readonly int LineEnd(int from)
    {
        int length = _text[from..].IndexOfAny((byte)'\r', (byte)'\n');
        int end = from + length;
        return length >= 0 && _text[end] == '\r' && end + 1 < _text.Length && _text[end + 1] == '\n' ? end : -1;
    }

    // RFC 3261 7.3.1: a line that starts with white space continues the one before. The break becomes two spaces in a copy.
    private int Unfold(int end)
    {
        while (end + 2 < _text.Length && SipText.IsWhite(_text[end + 2]))
        {
            _unfolded ??= _buffer.ToArray();
            _unfolded[end] = (byte)' ';
            _unfolded[end + 1] = (byte)' ';
            _text = _unfolded;
            int next = LineEnd(end + 2);
            if (next < 0)
            {
                return -1;
            }

            end = next;
        }

        return end;
    }

    private void ReadBody()
    {
        int available = _text.Length - _bodyStart;
        _bodyLength = available;
        int index = Find(SipHeader.ContentLength);
        if (index < 0)
        {
            // RFC 3261 18.3: without Content-Length a datagram's body goes to its end.
            return;
        }

        if (!SipText.TryNumber(ValueOf(index), out uint length, out _))
        {
            Fail("Content-Length is no number", _entries[index].ValueStart, 400);
        }
        else if (length > available)
        {
            Fail("Content-Length is larger than the message", _entries[index].ValueStart, 400);
        }
        else
        {
            // RFC 3261 18.3: what follows the body in a datagram is thrown away.
            _bodyLength = (int)length;
        }
    }

    private readonly int Find(SipHeader header)
    {
        for (int i = 0; i < _count; i++)
        {
            if (_entries[i].Header == header)
            {
                return i;
            }
        }

        return -1;
    }

    private readonly ReadOnlySpan<byte> ValueOf(int index) => _text.Slice(_entries[index].ValueStart, _entries[index].ValueLength);

    private bool Fail(string reason, int offset, int status)
    {
        if (Reason is null)
        {
            Reason = reason;
            Offset = offset;
            Status = status;
        }

        return false;
    }
}
