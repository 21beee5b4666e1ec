using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using XHand.Loop.Ids;
using XHand.Site;
using XHand.Storage;
using XHand.Storage.Access;
using XHand.Storage.Audit;
using XHand.Storage.Sites;
using XHand.Web.Health;
using XHand.Web.Live;
using XHand.Web.Metrics;
using XHand.Web.Server;
using XHand.Web.Tests.Rig;

namespace XHand.Web.Tests.Access;

/// <summary>The real server over the real stores, with two companies: <c>default</c> and <c>loja</c>. Calls alone are made up.</summary>
internal sealed class AccessServer : IAsyncDisposable, ISystemStatus
{
    public const string Password = "Corvo-Azul-4411";
    public static readonly SessionLimits Limits = new(TimeSpan.FromMinutes(60), TimeSpan.FromHours(12));

    // Each costs a fifth of a second of a core; the users of a test share it.
    private static readonly Lazy<string> _hash = new(() => PasswordHash.Make(Password));

    private readonly string _folder = Directory.CreateTempSubdirectory("xhand-web-").FullName;
    private readonly PrometheusExporter _exporter = new();
    private readonly List<HttpClient> _clients = [];
    private readonly NpgsqlDataSource _database;

    private AccessServer(NpgsqlDataSource database)
    {
        _database = database;
        TimeOrderedIds ids = new(TimeProvider.System, new SecretRandom());
        AuditLog audit = new(database, Time);
        UserStore users = new(database, ids, audit);
        Stores = new(users, new RoleStore(database, audit), new LinkStore(database, users, audit, Time), new SessionStore(database, ids, audit, Limits, Time), audit) { Failures = new SignInFailureStore(database) };
        SiteStore = new(database, new SecretProtector(new byte[32]), ids, audit, null);
        Keys = new(database, ids, audit);
        Site = new(SiteStore);
    }

    public TurnedTime Time { get; } = new();

    public EndedAccess Ended => new(_database, Limits, Time);

    public KeptLogs Logs { get; } = new();

    public AccessStores Stores { get; }

    public SiteStore SiteStore { get; }

    public ApiKeyStore Keys { get; }

    public RealSite Site { get; }

    public FakeCalls Calls { get; } = new();

    public WebApplication App { get; private set; } = null!;

    public SystemStatus Current { get; } = new(
        SystemPhase.Ready, DatabaseState.Connected, SiteOrigin.Database, true, "node-1", "0.1.0", FakeCalls.Noon, 2, 5000);

    public Uri Address => Find("http:");

    public Uri SecureAddress => Find("https:");

    public Guid Company(string name) => Site.Current.Companies.Values.Single(c => c.Company.Name == name).Company.Id;

    public static async Task<AccessServer> StartAsync(AccessDatabase database)
    {
        AccessServer server = new(await database.EmptyAsync());
        await server.Site.ApplyAsync("""{"extensions": [{"number": "1700", "password": "Zeb-4411-ra-x", "name": "Ana da Padrao"}]}""");
        await server.Site.ApplyAsync("""
            {"company": "loja", "companySettings": {"domain": "loja.example.com"}, "extensions": [{"number": "2000", "password": "Zeb-4412-ra-x", "name": "Lia da Loja"}]}
            """);
        await server.StartAsync();
        return server;
    }

    /// <summary>Another process on the same database.</summary>
    public async Task RestartAsync()
    {
        await App.DisposeAsync();
        await StartAsync();
    }

    private async Task StartAsync()
    {
        TlsCertificate certificate = TlsCertificate.SelfSigned(_folder, TimeProvider.System, _ => { });
        WebOptions options = new()
        {
            Address = IPAddress.Any,
            HttpPort = 0,
            HttpsPort = 0,
            Certificate = () => certificate.Current,
            SocketPath = SocketPath,
            Live = new LiveOptions { RecheckEvery = TimeSpan.FromMilliseconds(100) },
        };
        WebGate gate = new();
        App = WebServer.Build(options, gate, this, _exporter, Time, Logs);
        await App.StartAsync();
        gate.Open(new(Site, Site, SiteStore, Calls, Keys, Calls, Calls) { Access = () => Stores });
    }

    /// <summary>A user with <see cref="Password"/>.</summary>
    public async Task<UserRow> AddAsync(string login, string company = "default", params string[] roles)
    {
        await Stores.Users.SaveAsync(Company(company), new(login, login, "", "pt-BR", roles, true), AuditActor.System, CancellationToken.None);
        UserRow user = (await Stores.Users.FindAsync(Company(company), login, CancellationToken.None))!;
        await Stores.Users.SetPasswordAsync(user, _hash.Value, null, AuditActor.System, CancellationToken.None);
        return user;
    }

    /// <summary>A browser of that user's, signed in without the cost of a password.</summary>
    public async Task<Browser> EnterAsync(UserRow user) =>
        Browser(await Stores.Sessions.OpenAsync(user, null, "test", AuditActor.System, CancellationToken.None));

    /// <summary>A browser, with a session's token or without, coming from an address of this machine.</summary>
    public Browser Browser(string? token = null, string from = "127.0.0.1", bool isSecure = false) =>
        new(isSecure ? SecureAddress : Address, token, IPAddress.Parse(from));

    /// <summary>A program with a key of these scopes.</summary>
    public async Task<HttpClient> ProgramAsync(string company, params string[] scopes)
    {
        HttpClient client = Add(new HttpClient { BaseAddress = Address });
        string key = await Keys.CreateAsync(company, "key-" + string.Join('-', scopes), scopes, AuditActor.System, CancellationToken.None);
        client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        return client;
    }

    /// <summary>The command line.</summary>
    public HttpClient Local(string? company = null)
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
        HttpClient client = Add(new HttpClient(handler) { BaseAddress = new Uri("http://xhand") });
        if (company is not null)
        {
            client.DefaultRequestHeaders.Add("X-XHand-Company", company);
        }

        return client;
    }

    public async Task<T> QueryAsync<T>(string sql)
    {
        await using NpgsqlCommand command = _database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using NpgsqlCommand command = _database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        await App.DisposeAsync();
        await _database.DisposeAsync();
        _exporter.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string SocketPath => Path.Combine(_folder, "xhand.sock");

    private HttpClient Add(HttpClient client)
    {
        _clients.Add(client);
        return client;
    }

    // It listens on every address of this machine, so that tests can come from several.
    private Uri Find(string scheme)
    {
        string found = App.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses
            .First(a => a.StartsWith(scheme.Split(':')[0] + "://", StringComparison.Ordinal));
        return new UriBuilder(found.Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal)).Uri;
    }
}
