using System.Security.Cryptography;

namespace XHand.Host.Backups;

/// <summary>
/// The first <paramref name="length"/> bytes of a stream, hashed while they are read: a file that grows meanwhile (the journal) is taken as
/// long as it was when the reading began. <see cref="EndOfStreamException"/> when it has become shorter.
/// </summary>
internal sealed class MeasuredStream(Stream inner, long length) : Stream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _read;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <summary>True, so that <see cref="System.Formats.Tar.TarWriter"/> asks for the length; it never moves.</summary>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => length;

    /// <inheritdoc/>
    public override long Position
    {
        get => _read;
        set
        {
            if (value != _read)
            {
                throw new NotSupportedException();
            }
        }
    }

    /// <summary>The digest of what was read, hexadecimal; ends the hashing.</summary>
    public string Digest() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        int wanted = (int)Math.Min(buffer.Length, length - _read);
        if (wanted == 0)
        {
            return 0;
        }

        int read = inner.Read(buffer[..wanted]);
        if (read == 0)
        {
            throw new EndOfStreamException($"it ends after {_read} of {length} bytes");
        }

        _hash.AppendData(buffer[..read]);
        _read += read;
        return read;
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hash.Dispose();
        }

        base.Dispose(disposing);
    }
}
