using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using XHand.Peers.Tests.Rig;

namespace XHand.Peers.Tests;

/// <summary>baresip over TLS, as phones and as an operator, through the real daemon.</summary>
public sealed class TlsCallTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("xhand-tls-").FullName;
    private readonly Daemon _daemon;
    private readonly DateTimeOffset _began = DateTimeOffset.UtcNow;

    public TlsCallTests()
    {
        // The operator's two certificates: for its address, and for another host.
        File.WriteAllText(Trusted, Make(Right, "127.0.0.1") + Make(Wrong, "sip.example.com"));
        _daemon = new Daemon { More = new Dictionary<string, string> { ["XHAND_Tls__Trusted"] = Trusted } };
    }

    private string Right => Path.Combine(_folder, "right.pem");

    private string Wrong => Path.Combine(_folder, "wrong.pem");

    private string Trusted => Path.Combine(_folder, "trusted.pem");

    public Task InitializeAsync() => _daemon.InitializeAsync();

    public async Task DisposeAsync()
    {
        await _daemon.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Phones_over_TLS_register_are_called_over_their_connection_and_an_operator_over_TLS_is_reached()
    {
        await using Baresip ana = await Baresip.StartAsync(_daemon, "1700", 440, transport: "tls", certificate: Right);
        await using Baresip bruno = await Baresip.StartAsync(_daemon, "1701", 1000, transport: "tls", certificate: Right);
        Assert.All(await RegistrationsAsync(), phone => Assert.Equal("tls", phone.GetProperty("protocol").GetString()));
        await ana.DoAsync("dial", $"sip:1701@127.0.0.1:{_daemon.SipTlsPort};transport=tls");
        await TalkAsync(ana, bruno, "1701");

        await using Baresip far = await Baresip.StartAsync(_daemon, "36521007", 1000, transport: "tls", registers: false, certificate: Right);
        await OutsideAsync("36521007", far.SipPort + 1);
        await TrunkIsAsync("reachable");
        await ana.DoAsync("dial", $"sip:36521007@127.0.0.1:{_daemon.SipTlsPort};transport=tls");
        await TalkAsync(ana, far, "36521007");

        await using Baresip other = await Baresip.StartAsync(_daemon, "36521008", 1000, transport: "tls", registers: false, certificate: Wrong);
        await OutsideAsync("36521008", other.SipPort + 1);
        JsonElement refused = await TrunkIsAsync("unreachable");
        Assert.Contains("TLS handshake failed", refused.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private async Task TalkAsync(Baresip caller, Baresip called, string number)
    {
        await called.WaitAsync("CALL_INCOMING");
        await called.DoAsync("accept");
        await caller.WaitAsync("CALL_ESTABLISHED");
        await ToneAsync(caller, 1000);
        await ToneAsync(called, 440);
        await called.DoAsync("hangup");
        await caller.WaitAsync("CALL_CLOSED");
        JsonElement record = await _daemon.RecordOfAsync(number, _began);
        Assert.Equal(("answered", "callee"), (record.GetProperty("result").GetString(), record.GetProperty("endedBy").GetString()));
    }

    private static Task ToneAsync(Baresip phone, int hz) => Eventually.TrueAsync(
        () => Task.FromResult(Math.Abs(phone.Heard().FrequencyHz - hz) <= 20 && phone.Heard().LevelDbfs > -20),
        TimeSpan.FromSeconds(10),
        () => $"Heard {phone.Heard()} instead of {hz} Hz.");

    private async Task<IReadOnlyList<JsonElement>> RegistrationsAsync()
    {
        using JsonDocument document = JsonDocument.Parse(await _daemon.XhandAsync("registrations", "--json"));
        return [.. document.RootElement.EnumerateArray().Select(item => item.Clone())];
    }

    private async Task<JsonElement> TrunkIsAsync(string state)
    {
        JsonElement found = default;
        await Eventually.TrueAsync(
            async () =>
            {
                using JsonDocument document = JsonDocument.Parse(await _daemon.XhandAsync("trunks", "--json"));
                found = document.RootElement.EnumerateArray().Single().Clone();
                return found.GetProperty("state").GetString() == state;
            },
            TimeSpan.FromSeconds(20),
            () => $"The trunk never was {state}: {found}");
        return found;
    }

    private Task OutsideAsync(string number, int port) => _daemon.ApplyAsync($$"""
        {
          "trunks": [{"name": "t", "host": "127.0.0.1", "port": {{port}}, "transport": "tls", "checkSeconds": 10}],
          "routes": [{"name": "r{{number}}", "direction": "outbound", "pattern": "{{number}}", "order": 1, "checkClass": false, "trunks": ["t"]}]
        }
        """);

    // Key and certificate into one file, as baresip wants them; returns the certificate.
    private static string Make(string file, string host)
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new($"CN={host}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        SubjectAlternativeNameBuilder names = new();
        if (IPAddress.TryParse(host, out IPAddress? address))
        {
            names.AddIpAddress(address);
        }
        else
        {
            names.AddDnsName(host);
        }

        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(10));
        string certificate = made.ExportCertificatePem() + "\n";
        File.WriteAllText(file, key.ExportPkcs8PrivateKeyPem() + "\n" + certificate);
        return certificate;
    }
}
