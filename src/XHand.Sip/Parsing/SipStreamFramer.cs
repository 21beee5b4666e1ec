using XHand.Sip.Messages;

namespace XHand.Sip.Parsing;

/// <summary>
/// Cuts a TCP or TLS stream into messages by Content-Length (RFC 3261 18.3, 20.14). One per connection, one thread; give it what was received with
/// <see cref="Append"/> and call <see cref="Next"/> until it says Incomplete. Where the bytes were torn makes no difference.
/// </summary>
public sealed class SipStreamFramer
{
    // Between messages a larger buffer is given up, so that thousands of idle connections cost little.
    private const int KeptBytes = 8_192;

    private byte[] _buffer = [];
    private int _start;
    private int _end;
    private int _scanned;
    private int _messageLength;
    private string? _error;

    /// <summary>Bytes waiting for the rest of their message; never more than one message and one chunk.</summary>
    public int Buffered => _end - _start;

    /// <summary>Takes what was received. Ignored once the stream is broken.</summary>
    public void Append(ReadOnlySpan<byte> chunk)
    {
        if (_error is not null || chunk.IsEmpty)
        {
            return;
        }

        if (_buffer.Length - _end < chunk.Length)
        {
            MakeRoom(chunk.Length);
        }

        chunk.CopyTo(_buffer.AsSpan(_end));
        _end += chunk.Length;
    }

    /// <summary>The next message or keep-alive in what was received so far.</summary>
    public SipFrame Next()
    {
        if (_error is not null)
        {
            return new(SipFrameKind.Broken, Error: _error);
        }

        if (_messageLength == 0)
        {
            SipFrameKind kind = ReadHead();
            if (kind != SipFrameKind.Message)
            {
                return new(kind, Error: _error);
            }
        }

        if (Buffered < _messageLength)
        {
            return new(SipFrameKind.Incomplete);
        }

        byte[] message = _buffer.AsSpan(_start, _messageLength).ToArray();
        Consume(_messageLength);
        return new(SipFrameKind.Message, message);
    }

    // Message means that the length of the message at _start is now known.
    private SipFrameKind ReadHead()
    {
        while (true)
        {
            ReadOnlySpan<byte> waiting = _buffer.AsSpan(_start, Buffered);
            if (waiting.IsEmpty)
            {
                return SipFrameKind.Incomplete;
            }

            if (waiting[0] != '\r')
            {
                return ReadMessageHead(waiting);
            }

            // CR LF CR LF is a ping; a single CR LF is a pong or padding. Which of them it is shows only with the third byte.
            if (waiting.Length > 1 && waiting[1] != '\n')
            {
                return Break("CR without LF between messages");
            }

            if (waiting.Length < 3 || (waiting[2] == '\r' && waiting.Length < 4))
            {
                return SipFrameKind.Incomplete;
            }

            if (waiting[2] == '\r' && waiting[3] == '\n')
            {
                Consume(4);
                return SipFrameKind.Ping;
            }

            Consume(2);
        }
    }

    private SipFrameKind ReadMessageHead(ReadOnlySpan<byte> waiting)
    {
        int end = waiting[_scanned..].IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            if (waiting.Length > SipParser.MaxMessageBytes)
            {
                return Break("headers larger than 65,535 bytes");
            }

            _scanned = Math.Max(0, waiting.Length - 3);
            return SipFrameKind.Incomplete;
        }

        int headLength = _scanned + end + 4;
        if (ContentLength(waiting[..(headLength - 2)]) is not { } bodyLength)
        {
            return Break("no single, sound Content-Length in a stream");
        }

        if (headLength + (long)bodyLength > SipParser.MaxMessageBytes)
        {
            return Break("message larger than 65,535 bytes");
        }

        _messageLength = headLength + (int)bodyLength;
        return SipFrameKind.Message;
    }

    // The value of the one Content-Length header; null when there is none, it is no number, or there are two.
    private static uint? ContentLength(ReadOnlySpan<byte> head)
    {
        uint? found = null;
        ReadOnlySpan<byte> rest = head;
        while (!rest.IsEmpty)
        {
            ReadOnlySpan<byte> line = TakeLine(ref rest);
            int colon = line.IndexOf((byte)':');
            if (colon <= 0 || SipHeaderNames.Find(line[..colon].TrimEnd(" \t"u8)) != SipHeader.ContentLength)
            {
                continue;
            }

            ReadOnlySpan<byte> value = line[(colon + 1)..].Trim(" \t\r\n"u8);
            if (found is not null || !SipText.TryNumber(value, out uint length, out bool overflow) || overflow)
            {
                return null;
            }

            found = length;
        }

        return found;
    }

    // A line with the lines that continue it (RFC 3261 7.3.1); takes at least one byte.
    private static ReadOnlySpan<byte> TakeLine(ref ReadOnlySpan<byte> rest)
    {
        int at = 0;
        while (true)
        {
            int length = rest[at..].IndexOf("\r\n"u8);
            int end = length < 0 ? rest.Length : at + length + 2;
            if (end < rest.Length && SipText.IsWhite(rest[end]))
            {
                at = end;
                continue;
            }

            ReadOnlySpan<byte> line = rest[..end];
            rest = rest[end..];
            return line;
        }
    }

    private SipFrameKind Break(string error)
    {
        _error = error;
        _buffer = [];
        _start = 0;
        _end = 0;
        return SipFrameKind.Broken;
    }

    private void Consume(int count)
    {
        _start += count;
        _scanned = 0;
        _messageLength = 0;
        if (_start == _end)
        {
            _start = 0;
            _end = 0;
            if (_buffer.Length > KeptBytes)
            {
                _buffer = [];
            }
        }
    }

    private void MakeRoom(int count)
    {
        int waiting = Buffered;
        byte[] target = _buffer;
        if (_buffer.Length - waiting < count)
        {
            target = new byte[Math.Max(waiting + count, Math.Min(_buffer.Length * 2, SipParser.MaxMessageBytes + count))];
        }

        System.Buffer.BlockCopy(_buffer, _start, target, 0, waiting);
        _buffer = target;
        _start = 0;
        _end = waiting;
    }
}
