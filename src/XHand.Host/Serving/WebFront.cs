using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using XHand.Host.Commands;
using XHand.Host.Settings;
using XHand.Web.Health;
using XHand.Web.Metrics;
using XHand.Web.Server;

namespace XHand.Host.Serving;

/// <summary>The web server on its ports and on the command line's socket.</summary>
internal sealed class WebFront : IAsyncDisposable
{
    private static readonly TimeSpan _stopLimit = TimeSpan.FromSeconds(3);

    private readonly WebApplication _app;
    private readonly string _socket;
    private readonly string _dataDirectory;

    private WebFront(WebApplication app, string socket, string dataDirectory, TlsCertificate certificate) =>
        (_app, _socket, _dataDirectory, Certificate) = (app, socket, dataDirectory, certificate);

    /// <summary>What HTTPS shows.</summary>
    public TlsCertificate Certificate { get; }

    /// <summary>Listens; <see cref="CommandException"/> names the port that cannot be used.</summary>
    public static async Task<WebFront> StartAsync(
        HostSettings settings, DataDirectory directory, TlsCertificate certificate, WebGate gate, ISystemStatus status, PrometheusExporter exporter, LogPipeline logs)
    {
        CheckFree(settings.WebAddress, settings.HttpPort, "HTTP", SettingName.WebHttpPort);
        CheckFree(settings.WebAddress, settings.HttpsPort, "HTTPS", SettingName.WebHttpsPort);
        string socket = ControlSocket.Prepare(directory.Root);
        WebOptions options = new()
        {
            Address = settings.WebAddress,
            HttpPort = settings.HttpPort,
            HttpsPort = settings.HttpsPort,
            Certificate = () => certificate.Current,
            SocketPath = socket,
            ClientFolder = settings.ClientFolder,
        };
        WebApplication app = WebServer.Build(options, gate, status, exporter, TimeProvider.System, logs.Provider);
        try
        {
            await app.StartAsync();
            File.SetUnixFileMode(socket, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            return new(app, socket, directory.Root, certificate);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            await app.DisposeAsync();
            throw CommandException.Refused($"The web server cannot listen: {e.Message}");
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource limit = new(_stopLimit);
        await _app.StopAsync(limit.Token);
        await _app.DisposeAsync();
        ControlSocket.Remove(_socket, _dataDirectory);
    }

    // Kestrel would say so too, in its own words and without the setting to change.
    private static void CheckFree(IPAddress address, int port, string what, SettingName setting)
    {
        try
        {
            using Socket probe = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            probe.Bind(new IPEndPoint(address, port));
            probe.Listen();
        }
        catch (SocketException e)
        {
            string reason = e.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => "the port is in use by another program",
                SocketError.AccessDenied => "this user may not use the port",
                SocketError.AddressNotAvailable => "this machine has no such address",
                _ => e.Message,
            };
            throw CommandException.Refused(
                $"Cannot listen for {what} on tcp {new IPEndPoint(address, port)}: {reason}. Setting {setting.Key} ({setting.Environment}) chooses another.");
        }
    }
}
