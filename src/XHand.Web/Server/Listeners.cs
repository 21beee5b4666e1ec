using System.Net.Security;
using System.Security.Authentication;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using XHand.Web.Access;

namespace XHand.Web.Server;

/// <summary>The ports and the Unix socket, with limits against slow and oversize requests.</summary>
internal static class Listeners
{
    /// <summary>Largest body; a site file has its own limit.</summary>
    public const long MaxBodyBytes = 1024 * 1024;

    private const int MaxConnections = 2000;

    public static void Configure(KestrelServerOptions kestrel, WebOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
        kestrel.Limits.MaxConcurrentConnections = MaxConnections;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(60);
        kestrel.Listen(options.Address, options.HttpPort);
        if (options is { HttpsPort: { } port, Certificate: { } certificate })
        {
            kestrel.Listen(options.Address, port, listener => listener.UseHttps(new TlsHandshakeCallbackOptions
            {
                HandshakeTimeout = TimeSpan.FromSeconds(10),
                OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions
                {
                    ServerCertificateContext = certificate(),
                    EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                }),
            }));
        }

        if (options.SocketPath is { } path)
        {
            kestrel.ListenUnixSocket(path, listener => listener.Use(next => connection =>
            {
                connection.Features.Set(new LocalConnection());
                return next(connection);
            }));
        }
    }
}
