using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using XHand.Calls.Alarms;
using XHand.Sip.Transport;
using XHand.Web.Health;
using XHand.Web.Live;
using XHand.Web.Metrics;
using XHand.Web.Server;

namespace XHand.Web.Tests.Rig;

/// <summary>The real server on free ports and a Unix socket of its own, over stores in memory.</summary>
public sealed class TestServer : IAsyncLifetime, IDisposable, ISystemStatus
{
    private readonly string _folder = Directory.CreateTempSubdirectory("xhand-web-").FullName;
    private readonly WebGate _gate = new();
    private readonly PrometheusExporter _exporter = new();
    private readonly List<HttpClient> _clients = [];

    internal LiveOptions Live { get; init; } = new();

    internal FakeSite Site { get; } = new();

    internal FakeKeys Keys { get; } = new();

    internal FakeCalls Calls { get; } = new();

    internal FakeHouse House { get; } = new();

    internal AlarmBoard Alarms { get; } = new(TimeProvider.System, NullLogger<AlarmBoard>.Instance);

    internal BlockBook Blocks { get; } = new(new SourceFilter(TimeProvider.System), TimeProvider.System);

    internal WebApplication App { get; private set; } = null!;

    /// <inheritdoc/>
    public SystemStatus Current { get; set; } = new(
        SystemPhase.Ready, DatabaseState.Connected, SiteOrigin.Database, true, "node-1", "0.1.0", FakeCalls.Noon, 2, 5000);

    internal Uri Address => new(App.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First(a => a.StartsWith("http://127", StringComparison.Ordinal)));

    internal Uri SecureAddress => new(App.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First(a => a.StartsWith("https://", StringComparison.Ordinal)));

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        await StartAsync();
        Open();
    }

    internal async Task StartAsync()
    {
        TlsCertificate certificate = TlsCertificate.SelfSigned(_folder, TimeProvider.System, _ => { });
        WebOptions options = new()
        {
            Address = IPAddress.Loopback,
            HttpPort = 0,
            HttpsPort = 0,
            Certificate = () => certificate.Current,
            SocketPath = SocketPath,
            ClientFolder = ClientFolder,
            Live = Live,
        };
        App = WebServer.Build(options, _gate, this, _exporter, TimeProvider.System, null);
        await App.StartAsync();
    }

    internal string SocketPath => Path.Combine(_folder, "xhand.sock");

    private string ClientFolder => Path.Combine(_folder, "client");

    /// <summary>Puts a file into the folder of the built web client.</summary>
    internal void WriteClient(string name, string content)
    {
        string path = Path.Combine(ClientFolder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }

    internal void Open() => _gate.Open(new(Site, Site, Site, Calls, Keys, Calls, Calls)
    {
        Alarms = Alarms,
        House = House,
        Log = House,
        Blocks = Blocks,
        SipSockets = (_, _, _, _) => Task.CompletedTask,
    });

    /// <summary>A program with a key of these scopes in the default company, or in another; no scopes: no key.</summary>
    internal HttpClient Program(params string[] scopes) => WithKey(scopes.Length == 0 ? null : Keys.Make(FakeSite.Default, "default", "test", scopes));

    internal HttpClient Shop(params string[] scopes) => WithKey(Keys.Make(FakeSite.Shop, "loja", "test", scopes));

    internal HttpClient WithKey(string? key)
    {
        HttpClient client = new() { BaseAddress = Address };
        if (key is not null)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        _clients.Add(client);
        return client;
    }

    /// <summary>The command line's way in.</summary>
    internal HttpClient Local(string? company = null)
    {
        SocketsHttpHandler handler = new()
        {
            ConnectCallback = async (_, cancellation) =>
            {
                Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(SocketPath), cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        HttpClient client = new(handler) { BaseAddress = new Uri("http://xhand") };
        if (company is not null)
        {
            client.DefaultRequestHeaders.Add("X-XHand-Company", company);
        }

        _clients.Add(client);
        return client;
    }

    internal static async Task<JsonElement> JsonAsync(HttpResponseMessage response, HttpStatusCode expected)
    {
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == expected, $"{(int)response.StatusCode} instead of {(int)expected}: {text}");
        using JsonDocument document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    internal static async Task<JsonElement> ProblemAsync(HttpResponseMessage response, HttpStatusCode expected)
    {
        JsonElement problem = await JsonAsync(response, expected);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal((int)expected, problem.GetProperty("status").GetInt32());
        return problem;
    }

    internal static JsonContent Body(string json) => JsonContent.Create(JsonDocument.Parse(json).RootElement);

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        await App.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _exporter.Dispose();
        Alarms.Dispose();
    }
}
