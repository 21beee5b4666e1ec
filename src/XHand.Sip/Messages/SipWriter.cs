using System.Buffers;
using System.Globalization;
using System.Text;

namespace XHand.Sip.Messages;

/// <summary>
/// Writes one message into a rented buffer and hands out an exact copy. Text with a line break or NUL is refused with
/// <see cref="ArgumentException"/>, wherever it came from (the buffer is then left to the collector). Used once.
/// </summary>
internal ref struct SipWriter
{
    // Nearly every message fits; a larger one grows.
    private const int FirstSize = 2048;

    private byte[] _buffer;
    private int _length;

    public SipWriter() => _buffer = ArrayPool<byte>.Shared.Rent(FirstSize);

    /// <summary>Text as UTF-8.</summary>
    public void Text(string text)
    {
        OutgoingHeader.CheckText("A message", text);
        Reserve(Encoding.UTF8.GetMaxByteCount(text.Length));
        _length += Encoding.UTF8.GetBytes(text, _buffer.AsSpan(_length));
    }

    /// <summary>A number in decimal.</summary>
    public void Number(long number)
    {
        Reserve(20);
        number.TryFormat(_buffer.AsSpan(_length), out int written, default, CultureInfo.InvariantCulture);
        _length += written;
    }

    /// <summary>Bytes as they are; only for literals and for what the parser has let pass.</summary>
    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }

    /// <summary>The end of a line.</summary>
    public void Line() => Bytes("\r\n"u8);

    /// <summary>A whole header.</summary>
    public void Header(ReadOnlySpan<byte> nameAndColon, string value)
    {
        Bytes(nameAndColon);
        Text(value);
        Line();
    }

    /// <summary>Content-Type, Content-Length, the empty line and the body.</summary>
    public void Body(string? contentType, ReadOnlySpan<byte> body)
    {
        if (contentType is not null)
        {
            Header("Content-Type: "u8, contentType);
        }

        Bytes("Content-Length: "u8);
        Number(body.Length);
        Bytes("\r\n\r\n"u8);
        Bytes(body);
    }

    /// <summary>The message in an array of exactly its size; the writer is spent.</summary>
    public byte[] Finish()
    {
        byte[] message = _buffer.AsSpan(0, _length).ToArray();
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _length = 0;
        return message;
    }

    private void Reserve(int count)
    {
        if (_buffer.Length - _length >= count)
        {
            return;
        }

        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, _length + count));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
