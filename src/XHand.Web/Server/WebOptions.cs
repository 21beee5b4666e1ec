using System.Net;
using System.Net.Security;
using XHand.Web.Live;

namespace XHand.Web.Server;

/// <summary>Where the web server listens.</summary>
public sealed record WebOptions
{
    /// <summary>Address of both ports.</summary>
    public IPAddress Address { get; init; } = IPAddress.Any;

    /// <summary>HTTP port; 0 takes a free one.</summary>
    public required int HttpPort { get; init; }

    /// <summary>HTTPS port, or null for none.</summary>
    public int? HttpsPort { get; init; }

    /// <summary>The certificate to show, asked for at each handshake so that a renewed one counts at once.</summary>
    public Func<SslStreamCertificateContext>? Certificate { get; init; }

    /// <summary>The daemon's Unix socket for the command line, at most 107 bytes; null for none.</summary>
    public string? SocketPath { get; init; }

    /// <summary>Folder of the built web client, or null to serve the API alone.</summary>
    public string? ClientFolder { get; init; }

    /// <summary>How often and how much the live hub sends.</summary>
    internal LiveOptions Live { get; init; } = new();
}
