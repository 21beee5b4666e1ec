using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;

namespace XHand.Web.Tests.Access;

/// <summary>What a browser does with the API: keeps the cookie it is given, and sends what the web client sends.</summary>
internal sealed class Browser : IDisposable
{
    private readonly HttpClient _http;
    private readonly bool _isSecure;

    public Browser(Uri server, string? token, IPAddress from)
    {
        _isSecure = server.Scheme == "https";
        SocketsHttpHandler handler = new()
        {
            UseCookies = false,
            ConnectCallback = async (context, cancellation) =>
            {
                Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(from, 0));
                await socket.ConnectAsync(context.DnsEndPoint, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null;
        _http = new HttpClient(handler) { BaseAddress = server };
        Token = token;
    }

    /// <summary>The session's token, as the cookie has it.</summary>
    public string? Token { get; set; }

    /// <summary>The last Set-Cookie.</summary>
    public string SetCookie { get; private set; } = "";

    public Task<HttpResponseMessage> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<HttpResponseMessage> PostAsync(string path, object body) => SendAsync(HttpMethod.Post, path, body);

    public Task<HttpResponseMessage> PutAsync(string path, object body) => SendAsync(HttpMethod.Put, path, body);

    public Task<HttpResponseMessage> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path);

    public Task<HttpResponseMessage> SignInAsync(string login, string password = AccessServer.Password, string? company = null) =>
        PostAsync("/api/v1/session", new { login, password, company });

    public async Task<string> StateAsync() =>
        (await JsonAsync(await GetAsync("/api/v1/session"), HttpStatusCode.OK)).GetProperty("state").GetString()!;

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body = null, params (string Name, string? Value)[] headers)
    {
        using HttpRequestMessage request = new(method, path);
        request.Headers.Add("X-XHand", "1");
        if (Token is not null)
        {
            request.Headers.Add("Cookie", (_isSecure ? "__Host-" : "") + "xhand_session=" + Token);
        }

        foreach ((string name, string? value) in headers)
        {
            request.Headers.Remove(name);
            if (value is not null)
            {
                request.Headers.Add(name, value);
            }
        }

        request.Content = body is null ? null : JsonContent.Create(body);
        HttpResponseMessage response = await _http.SendAsync(request);
        if (response.Headers.TryGetValues("Set-Cookie", out IEnumerable<string>? cookies))
        {
            SetCookie = cookies.Single();
            string value = SetCookie.Split(';')[0].Split('=')[1];
            Token = value.Length == 0 ? null : value;
        }

        return response;
    }

    public static async Task<JsonElement> JsonAsync(HttpResponseMessage response, HttpStatusCode expected)
    {
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == expected, $"{(int)response.StatusCode} instead of {(int)expected}: {text}");
        response.Dispose();
        if (text.Length == 0)
        {
            return default;
        }

        using JsonDocument document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    public void Dispose() => _http.Dispose();
}
