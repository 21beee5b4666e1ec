using System.Net;

namespace XHand.Sdp;

/// <summary>One m-line with what belongs to it. Immutable.</summary>
public sealed record SdpMedia
{
    /// <summary>"audio", "video", "image"...</summary>
    public required string Kind { get; init; }

    /// <summary>Port; 0 means refused or off.</summary>
    public required int Port { get; init; }

    /// <summary>"RTP/AVP", "RTP/SAVP", "udptl"...</summary>
    public required string Protocol { get; init; }

    /// <summary>Formats in order of preference; for protocols other than RTP the payload type is -1 and the token stands in Encoding.</summary>
    public IReadOnlyList<SdpFormat> Formats { get; init; } = [];

    /// <summary>Connection address of the line or, without one, of the session; null when neither has one or it is a name.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>RTCP port when given (RFC 3605), else null: port + 1.</summary>
    public int? RtcpPort { get; init; }

    /// <summary>Address of <see cref="RtcpPort"/> when given (RFC 3605), else null: that of the line.</summary>
    public IPAddress? RtcpAddress { get; init; }

    /// <summary>
    /// Direction, seen from the writer. An address 0.0.0.0 (RFC 2543 hold, RFC 3264 8.4) takes receiving away: sendrecv reads as SendOnly, recvonly as Inactive.
    /// </summary>
    public SdpDirection Direction { get; init; }

    /// <summary>Packet time in ms, or null.</summary>
    public int? PacketTimeMs { get; init; }

    /// <summary>Attributes that have no property of their own, "name:value" or "name", in their order.</summary>
    public IReadOnlyList<string> Attributes { get; init; } = [];
}
