using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using XHand.Host.Commands;

namespace XHand.Host.Tests.EndToEnd;

/// <summary>How the first person gets in, and how one who is locked out does, with the real daemon.</summary>
public sealed class FirstStartTests : IAsyncLifetime, IDisposable
{
    private readonly DaemonProcess _daemon = new();
    private readonly HttpClient _http = new();

    public Task InitializeAsync()
    {
        _http.BaseAddress = new Uri($"http://127.0.0.1:{_daemon.HttpPort}/api/v1/");
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _daemon.DisposeAsync();

    public void Dispose() => _http.Dispose();

    [Fact]
    [Trait("Feature", "INS-09")]
    public async Task The_link_that_is_printed_makes_the_administrator_and_the_command_line_lets_others_in()
    {
        await _daemon.StartAsync();
        string token = Link("/set-up").Match(await PrintedAsync("/set-up?token=")).Groups[1].Value;
        object first = new { token, login = "chefe", name = "A Chefe", password = "Corvo-Azul-4411", language = "pt-BR" };
        Assert.Equal(HttpStatusCode.OK, await PostAsync("set-up", first));
        Assert.Equal(HttpStatusCode.Gone, await PostAsync("set-up", first));

        string link = await _daemon.DoAsync("user", "add", "rui", "--name", "Rui", "--role", "viewer");
        string ruis = Link("/password").Match(link).Groups[1].Value;
        Assert.Equal(HttpStatusCode.OK, await PostAsync("password", new { token = ruis, password = "Pato-Verde-9922" }));
        string again = Link("/password").Match(await _daemon.DoAsync("user", "link", "rui")).Groups[1].Value;
        Assert.NotEqual(ruis, again);
        Assert.Equal(HttpStatusCode.OK, await PostAsync("session", new { login = "rui", password = "Pato-Verde-9922" }));
        await _daemon.DoAsync("user", "disable", "rui");
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync("session", new { login = "rui", password = "Pato-Verde-9922" }));
        await _daemon.DoAsync("user", "enable", "rui");
        Assert.Equal(HttpStatusCode.OK, await PostAsync("session", new { login = "rui", password = "Pato-Verde-9922" }));
        Assert.Matches("rui +Rui +viewer +yes", await _daemon.DoAsync("user", "list"));
        Assert.Equal(ExitStatus.Refused, (await _daemon.XhandAsync("user", "remove", "chefe")).Status);
        await _daemon.DoAsync("user", "remove", "rui");

        Assert.Matches("cli +socket +create +users +rui", await _daemon.DoAsync("audit", "list", "--kind", "users"));
        Assert.Matches("The audit is whole: [0-9]+ entries", await _daemon.DoAsync("audit", "check"));
        string logs = string.Concat(Directory.GetFiles(Path.Combine(_daemon.Data, "log")).Select(Read));
        Assert.All((string[])[token, ruis, again, "Corvo-Azul-4411", "Pato-Verde-9922"], secret => Assert.DoesNotContain(secret, logs, StringComparison.Ordinal));

        await _daemon.StopAsync();
        await _daemon.StartAsync();
        Assert.DoesNotContain("set-up?token=", await PrintedAsync("Web pages"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await PostAsync("session", new { login = "chefe", password = "Corvo-Azul-4411" }));
    }

    [Fact]
    [Trait("Feature", "INS-09")]
    public async Task The_password_of_the_setting_makes_the_administrator_instead_of_a_link()
    {
        _daemon.Settings["Web__AdminPassword"] = "Corvo-Azul-4411";
        await _daemon.StartAsync();
        Assert.DoesNotContain("set-up?token=", await PrintedAsync("Web pages"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await PostAsync("session", new { login = "admin", password = "Corvo-Azul-4411" }));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync("session", new { login = "admin", password = "admin" }));
    }

    // The daemon is ready a moment before it has printed all.
    private async Task<string> PrintedAsync(string text)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(60));
        while (!_daemon.Printed.Contains(text, StringComparison.Ordinal))
        {
            await Task.Delay(20, limit.Token);
        }

        return _daemon.Printed;
    }

    private async Task<HttpStatusCode> PostAsync(string path, object body)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = JsonContent.Create(body) };
        request.Headers.Add("X-XHand", "1");
        using HttpResponseMessage response = await _http.SendAsync(request);
        return response.StatusCode;
    }

    private static string Read(string path)
    {
        using StreamReader reader = new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }

    private static Regex Link(string page) => new(Regex.Escape(page) + @"\?token=([A-Za-z0-9_-]{43})");
}
