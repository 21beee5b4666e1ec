using System.Buffers.Text;
using System.Net;
using System.Text;

namespace XHand.Sdp;

/// <summary>One m-line while its attributes come in.</summary>
internal sealed class SdpMediaReader
{
    // Payload types are 7 bits; a line that lists more formats than there are repeats itself.
    private const int MaxFormats = 128;

    private readonly string _kind;
    private readonly int _port;
    private readonly string _protocol;
    private readonly List<SdpFormat> _formats = [];
    private readonly sbyte[] _indexOfType = new sbyte[MaxFormats];
    private readonly List<string> _attributes = [];
    private IPAddress? _address;
    private bool _hasAddress;
    private int? _rtcpPort;
    private IPAddress? _rtcpAddress;
    private SdpDirection? _direction;
    private int? _packetTimeMs;

    private SdpMediaReader(string kind, int port, string protocol)
    {
        _kind = kind;
        _port = port;
        _protocol = protocol;
        Array.Fill(_indexOfType, (sbyte)-1);
    }

    /// <summary>Reads what follows "m="; null with a reason when it is no m-line.</summary>
    public static SdpMediaReader? TryRead(ReadOnlySpan<byte> value, out string? error)
    {
        ReadOnlySpan<byte> kind = SdpText.TakeToken(ref value);
        ReadOnlySpan<byte> port = SdpText.TakeToken(ref value);
        ReadOnlySpan<byte> protocol = SdpText.TakeToken(ref value);
        int slash = port.IndexOf((byte)'/');
        if (!SdpText.IsToken(kind) || !SdpText.IsToken(protocol) || !SdpText.TryNumber(slash < 0 ? port : port[..slash], 65_535, out int number))
        {
            error = "is no m= with a kind, a port and a protocol";
            return null;
        }

        var media = new SdpMediaReader(SdpText.Decode(kind), number, SdpText.Decode(protocol));
        error = media.ReadFormats(value) ? null : "lists a format that is none";
        return error is null ? media : null;
    }

    /// <summary>The direction that an attribute is, or null.</summary>
    public static SdpDirection? Direction(ReadOnlySpan<byte> attribute) => attribute switch
    {
        _ when attribute.SequenceEqual("sendrecv"u8) => SdpDirection.SendRecv,
        _ when attribute.SequenceEqual("sendonly"u8) => SdpDirection.SendOnly,
        _ when attribute.SequenceEqual("recvonly"u8) => SdpDirection.RecvOnly,
        _ when attribute.SequenceEqual("inactive"u8) => SdpDirection.Inactive,
        _ => null,
    };

    /// <summary>The line's own c=; the first counts.</summary>
    public void SetAddress(IPAddress? address)
    {
        if (!_hasAddress)
        {
            _address = address;
            _hasAddress = true;
        }
    }

    /// <summary>Reads what follows "a="; one that cannot be read counts as not there.</summary>
    public void ReadAttribute(ReadOnlySpan<byte> attribute)
    {
        if (Direction(attribute) is { } direction)
        {
            _direction = direction;
            return;
        }

        int colon = attribute.IndexOf((byte)':');
        ReadOnlySpan<byte> name = colon < 0 ? attribute : attribute[..colon];
        ReadOnlySpan<byte> value = colon < 0 ? default : attribute[(colon + 1)..];
        if (name.SequenceEqual("rtpmap"u8))
        {
            ReadMapping(value);
        }
        else if (name.SequenceEqual("fmtp"u8))
        {
            ReadParameters(value);
        }
        else if (name.SequenceEqual("rtcp"u8))
        {
            ReadRtcp(value);
        }
        else if (name.SequenceEqual("ptime"u8))
        {
            _packetTimeMs ??= PacketTime(value);
        }
        else
        {
            _attributes.Add(SdpText.Decode(attribute));
        }
    }

    /// <summary>The finished line; <paramref name="sessionAddress"/> and <paramref name="sessionDirection"/> hold where it says nothing itself.</summary>
    public SdpMedia ToMedia(IPAddress? sessionAddress, SdpDirection sessionDirection)
    {
        IPAddress? address = _hasAddress ? _address : sessionAddress;
        SdpDirection direction = _direction ?? sessionDirection;

        // RFC 3264 8.4: an unspecified address is the old way of hold: nothing is to be sent there.
        if (IPAddress.Any.Equals(address) || IPAddress.IPv6Any.Equals(address))
        {
            direction = direction switch
            {
                SdpDirection.SendRecv => SdpDirection.SendOnly,
                SdpDirection.RecvOnly => SdpDirection.Inactive,
                _ => direction,
            };
        }

        return new()
        {
            Kind = _kind,
            Port = _port,
            Protocol = _protocol,
            Formats = _formats,
            Address = address,
            RtcpPort = _rtcpPort,
            RtcpAddress = _rtcpAddress,
            Direction = direction,
            PacketTimeMs = _packetTimeMs,
            Attributes = _attributes,
        };
    }

    /// <summary>A packet time in ms from 1 to 1,000, fractions rounded, or null.</summary>
    public static int? PacketTime(ReadOnlySpan<byte> value) =>
        Utf8Parser.TryParse(value, out double ms, out int used) && used == value.Length && ms is >= 1 and <= 1_000 ? (int)Math.Round(ms) : null;

    private bool ReadFormats(ReadOnlySpan<byte> rest)
    {
        bool isRtp = _protocol.Contains("RTP/", StringComparison.Ordinal);
        while (true)
        {
            ReadOnlySpan<byte> token = SdpText.TakeToken(ref rest);
            if (token.IsEmpty)
            {
                return true;
            }

            if (!isRtp)
            {
                if (!SdpText.IsToken(token) || _formats.Count == MaxFormats)
                {
                    return false;
                }

                _formats.Add(new(-1, SdpText.Decode(token), 0));
            }
            else if (!SdpText.TryNumber(token, MaxFormats - 1, out int type))
            {
                return false;
            }
            else if (_indexOfType[type] < 0)
            {
                _indexOfType[type] = (sbyte)_formats.Count;
                _formats.Add(StaticPayloadTypes.Of(type));
            }
        }
    }

    // "96 opus/48000/2" (RFC 8866 6.6).
    private void ReadMapping(ReadOnlySpan<byte> value)
    {
        if (!TryFormat(SdpText.TakeToken(ref value), out int index))
        {
            return;
        }

        ReadOnlySpan<byte> mapping = SdpText.TakeToken(ref value);
        int slash = mapping.IndexOf((byte)'/');
        if (slash <= 0 || !SdpText.IsToken(mapping[..slash]))
        {
            return;
        }

        ReadOnlySpan<byte> clock = mapping[(slash + 1)..];
        int second = clock.IndexOf((byte)'/');
        int channels = 1;
        if (second >= 0)
        {
            if (!SdpText.TryNumber(clock[(second + 1)..], 255, out channels) || channels == 0)
            {
                return;
            }

            clock = clock[..second];
        }

        if (SdpText.TryNumber(clock, 999_999_999, out int hz) && hz > 0)
        {
            _formats[index] = _formats[index] with { Encoding = SdpText.Decode(mapping[..slash]), ClockRateHz = hz, Channels = channels };
        }
    }

    private void ReadParameters(ReadOnlySpan<byte> value)
    {
        if (TryFormat(SdpText.TakeToken(ref value), out int index) && _formats[index].Parameters is null)
        {
            _formats[index] = _formats[index] with { Parameters = SdpText.Decode(value.Trim((byte)' ')) };
        }
    }

    // "53020" or "53020 IN IP4 126.16.64.4" (RFC 3605 2.1).
    private void ReadRtcp(ReadOnlySpan<byte> value)
    {
        if (_rtcpPort is not null || !SdpText.TryNumber(SdpText.TakeToken(ref value), 65_535, out int port) || port == 0)
        {
            return;
        }

        _rtcpPort = port;
        ReadOnlySpan<byte> net = SdpText.TakeToken(ref value);
        ReadOnlySpan<byte> family = SdpText.TakeToken(ref value);
        if (net.SequenceEqual("IN"u8))
        {
            _rtcpAddress = SdpText.Address(family, SdpText.TakeToken(ref value));
        }
    }

    private bool TryFormat(ReadOnlySpan<byte> token, out int index)
    {
        index = SdpText.TryNumber(token, MaxFormats - 1, out int type) ? _indexOfType[type] : -1;
        return index >= 0;
    }
}
