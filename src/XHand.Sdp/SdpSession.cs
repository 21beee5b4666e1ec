namespace XHand.Sdp;

/// <summary>A session description (RFC 8866), as much of it as telephony uses. Immutable.</summary>
public sealed record SdpSession
{
    /// <summary>Largest body we read, in bytes: 200 m-lines and 5,000 attributes still fit, nothing recursive does.</summary>
    public const int MaxBytes = 32_768;

    /// <summary>Most m-lines; a phone sends one to three, a video conference a few dozen.</summary>
    public const int MaxMedia = 200;

    /// <summary>Most attributes in all: ICE and simulcast send hundreds, nobody thousands.</summary>
    public const int MaxAttributes = 5_000;

    /// <summary>sess-id of o=.</summary>
    public required ulong SessionId { get; init; }

    /// <summary>sess-version of o=; grows by one when our description changes.</summary>
    public required ulong SessionVersion { get; init; }

    /// <summary>
    /// Address of the session's c=, or, read from a body without that, of o=; 0.0.0.0 when neither is an address. Written into both.
    /// </summary>
    public required System.Net.IPAddress Address { get; init; }

    /// <summary>Attributes of the session other than a direction, "name:value" or "name", in their order.</summary>
    public IReadOnlyList<string> Attributes { get; init; } = [];

    /// <summary>The m-lines, in order.</summary>
    public required IReadOnlyList<SdpMedia> Media { get; init; }

    /// <summary>Parses a body; false with a reason that names the line. Never throws.</summary>
    public static bool TryParse(ReadOnlySpan<byte> body, out SdpSession session, out string? error)
    {
        if (body.Length > MaxBytes)
        {
            session = null!;
            error = $"larger than {MaxBytes} bytes";
            return false;
        }

        var reader = new SdpReader(body);
        session = reader.Read()!;
        error = reader.Error;
        return error is null;
    }

    /// <summary>The wire form, CRLF line ends. Text with a line break or NUL in it is refused with <see cref="ArgumentException"/>.</summary>
    public byte[] ToBytes() => SdpWriter.Write(this);
}
