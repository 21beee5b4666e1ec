using System.Net;

namespace XHand.Sdp;

/// <summary>
/// Reads a description line by line (RFC 8866 5), in one pass. Lines in the wrong order, unknown line types and attributes that we cannot read are taken
/// or passed over, as phones send them; what decides where audio goes must be sound.
/// </summary>
internal ref struct SdpReader
{
    private ReadOnlySpan<byte> _rest;
    private int _line;
    private int _attributes;
    private ulong _id;
    private ulong _version;
    private bool _hasOrigin;
    private IPAddress? _origin;
    private IPAddress? _connection;
    private SdpDirection _direction;
    private readonly List<string> _sessionAttributes = [];
    private readonly List<SdpMediaReader> _media = [];

    public SdpReader(ReadOnlySpan<byte> body) => _rest = body;

    /// <summary>What is wrong, with its line; null when nothing is.</summary>
    public string? Error { get; private set; }

    /// <summary>Reads all; null with <see cref="Error"/> set when it is no description.</summary>
    public SdpSession? Read()
    {
        while (!_rest.IsEmpty && Error is null)
        {
            ReadLine();
        }

        if (Error is null && !_hasOrigin)
        {
            Error = _line == 0 ? "an empty body" : "no o= line";
        }

        if (Error is not null)
        {
            return null;
        }

        var media = new SdpMedia[_media.Count];
        for (int i = 0; i < media.Length; i++)
        {
            media[i] = _media[i].ToMedia(_connection, _direction);
        }

        return new()
        {
            SessionId = _id,
            SessionVersion = _version,
            Address = _connection ?? _origin ?? IPAddress.Any,
            Attributes = _sessionAttributes,
            Media = media,
        };
    }

    private void ReadLine()
    {
        int end = _rest.IndexOf((byte)'\n');
        ReadOnlySpan<byte> line = end < 0 ? _rest : _rest[..end];
        _rest = end < 0 ? default : _rest[(end + 1)..];
        _line++;
        if (line.Length > 0 && line[^1] == '\r')
        {
            line = line[..^1];
        }

        // Some end the body with an empty line.
        if (line.IsEmpty && _line > 1)
        {
            return;
        }

        if (line.Length < 2 || line[1] != '=' || line[0] is < (byte)'a' or > (byte)'z')
        {
            Fail("is not of the form x=value");
        }
        else if (line.IndexOfAny((byte)'\r', (byte)0) >= 0)
        {
            Fail("has a CR or NUL inside");
        }
        else if (_line == 1)
        {
            if (!line.SequenceEqual("v=0"u8))
            {
                Fail("is not v=0");
            }
        }
        else
        {
            ReadValue(line[0], line[2..]);
        }
    }

    private void ReadValue(byte type, ReadOnlySpan<byte> value)
    {
        switch (type)
        {
            case (byte)'o' when !_hasOrigin && _media.Count == 0:
                ReadOrigin(value);
                break;
            case (byte)'c':
                ReadConnection(value);
                break;
            case (byte)'m':
                ReadMedia(value);
                break;
            case (byte)'a':
                ReadAttribute(value);
                break;
        }
    }

    // From the right, because user names with spaces have been seen.
    private void ReadOrigin(ReadOnlySpan<byte> value)
    {
        ReadOnlySpan<byte> address = SdpText.TakeLastToken(ref value);
        ReadOnlySpan<byte> family = SdpText.TakeLastToken(ref value);
        ReadOnlySpan<byte> net = SdpText.TakeLastToken(ref value);
        ReadOnlySpan<byte> version = SdpText.TakeLastToken(ref value);
        ReadOnlySpan<byte> id = SdpText.TakeLastToken(ref value);
        if (!net.SequenceEqual("IN"u8) || !SdpText.TryWrapping(id, out _id) || !SdpText.TryWrapping(version, out _version))
        {
            Fail("is no origin with two numbers and an address");
            return;
        }

        _hasOrigin = true;
        _origin = SdpText.Address(family, address);
    }

    private void ReadConnection(ReadOnlySpan<byte> value)
    {
        ReadOnlySpan<byte> net = SdpText.TakeToken(ref value);
        ReadOnlySpan<byte> family = SdpText.TakeToken(ref value);
        ReadOnlySpan<byte> address = SdpText.TakeToken(ref value);
        if (!net.SequenceEqual("IN"u8) || address.IsEmpty)
        {
            Fail("is no IN connection");
            return;
        }

        IPAddress? read = SdpText.Address(family, address);
        if (_media.Count > 0)
        {
            _media[^1].SetAddress(read);
        }
        else
        {
            _connection ??= read;
        }
    }

    private void ReadMedia(ReadOnlySpan<byte> value)
    {
        if (_media.Count == SdpSession.MaxMedia)
        {
            Fail($"is one m= more than {SdpSession.MaxMedia}");
            return;
        }

        if (SdpMediaReader.TryRead(value, out string? error) is { } media)
        {
            _media.Add(media);
        }
        else
        {
            Fail(error!);
        }
    }

    private void ReadAttribute(ReadOnlySpan<byte> value)
    {
        if (++_attributes > SdpSession.MaxAttributes)
        {
            Fail($"is one a= more than {SdpSession.MaxAttributes}");
        }
        else if (_media.Count > 0)
        {
            _media[^1].ReadAttribute(value);
        }
        else if (SdpMediaReader.Direction(value) is { } direction)
        {
            _direction = direction;
        }
        else
        {
            _sessionAttributes.Add(SdpText.Decode(value));
        }
    }

    private void Fail(string what) => Error ??= $"line {_line} {what}";
}
