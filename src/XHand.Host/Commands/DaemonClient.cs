using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using XHand.Web.Access;

namespace XHand.Host.Commands;

/// <summary>Speaks to the running daemon over its Unix socket. What it refuses becomes a <see cref="CommandException"/>.</summary>
internal sealed class DaemonClient : IDisposable
{
    private readonly string _socket;
    private readonly HttpClient _http;

    public DaemonClient(string dataDirectory, string? company)
    {
        _socket = ControlSocket.Find(dataDirectory);
        SocketsHttpHandler handler = new() { ConnectCallback = ConnectAsync, UseProxy = false };
        _http = new HttpClient(handler) { BaseAddress = new Uri("http://xhand/api/v1/"), Timeout = TimeSpan.FromMinutes(5) };
        if (company is not null)
        {
            _http.DefaultRequestHeaders.Add(LocalCaller.CompanyHeader, company);
        }
    }

    /// <summary>Sends a header with every request.</summary>
    public void AddHeader(string name, string value) => _http.DefaultRequestHeaders.Add(name, value);

    public void Dispose() => _http.Dispose();

    /// <summary>GET, as text.</summary>
    public Task<string> GetTextAsync(string path, CancellationToken cancellation) => SendAsync(HttpMethod.Get, path, null, cancellation);

    /// <summary>GET, as JSON.</summary>
    public async Task<JsonElement> GetAsync(string path, CancellationToken cancellation) => Parse(await GetTextAsync(path, cancellation));

    /// <summary>POST of an object.</summary>
    public async Task<JsonElement> PostAsync<T>(string path, T body, CancellationToken cancellation) =>
        Parse(await SendAsync(HttpMethod.Post, path, JsonContent.Create(body), cancellation));

    /// <summary>PUT of an object.</summary>
    public async Task<JsonElement> PutAsync<T>(string path, T body, CancellationToken cancellation) =>
        Parse(await SendAsync(HttpMethod.Put, path, JsonContent.Create(body), cancellation));

    /// <summary>POST of a file's bytes.</summary>
    public async Task<JsonElement> PostFileAsync(string path, byte[] json, CancellationToken cancellation)
    {
        ByteArrayContent content = new(json);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return Parse(await SendAsync(HttpMethod.Post, path, content, cancellation));
    }

    /// <summary>DELETE.</summary>
    public Task DeleteAsync(string path, CancellationToken cancellation) => SendAsync(HttpMethod.Delete, path, null, cancellation);

    /// <summary>A path with a query of those parts that have a value.</summary>
    public static string Query(string path, params (string Name, string? Value)[] parts)
    {
        string query = string.Join('&', parts.Where(p => p.Value is not null).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}"));
        return query.Length == 0 ? path : $"{path}?{query}";
    }

    private static JsonElement Parse(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    private async Task<string> SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellation)
    {
        try
        {
            using HttpRequestMessage request = new(method, new Uri(path, UriKind.Relative)) { Content = content };
            using HttpResponseMessage response = await _http.SendAsync(request, cancellation);
            string text = await response.Content.ReadAsStringAsync(cancellation);
            return response.IsSuccessStatusCode ? text : throw Refusal(response.StatusCode, text);
        }
        catch (HttpRequestException e) when (e.InnerException is SocketException socket)
        {
            throw NotRunning(socket.SocketErrorCode);
        }
        catch (HttpRequestException e)
        {
            throw CommandException.Refused($"XHand broke the connection off: {e.Message}");
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw CommandException.Refused($"XHand did not answer within {_http.Timeout.TotalMinutes} minutes.");
        }
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(_socket), cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private CommandException NotRunning(SocketError error) => CommandException.Refused(error == SocketError.AccessDenied
        ? $"You may not use {_socket}: it is open to the user that XHand runs as, and to root."
        : $"XHand is not running with this data directory (nothing answers at {_socket}); deploy/run.sh or 'systemctl start xhand' starts it.");

    private static CommandException Refusal(HttpStatusCode status, string text)
    {
        StringBuilder reason = new();
        try
        {
            JsonElement problem = Parse(text);
            reason.Append(problem.TryGetProperty("detail", out JsonElement detail) ? detail.GetString() : problem.GetProperty("title").GetString());
            if (problem.TryGetProperty("errors", out JsonElement errors))
            {
                foreach (JsonElement error in errors.EnumerateArray())
                {
                    string path = error.GetProperty("path").GetString() is { Length: > 0 } at ? at + ": " : "";
                    reason.Append(CultureInfo.InvariantCulture, $"\n{error.GetProperty("file").GetString()}: {path}{error.GetProperty("reason").GetString()}");
                }
            }
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            reason.Append(CultureInfo.InvariantCulture, $"XHand answered {(int)status}.");
        }

        return status == HttpStatusCode.BadRequest ? CommandException.BadUsage(reason.ToString()) : CommandException.Refused(reason.ToString());
    }
}
