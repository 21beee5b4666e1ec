using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace XHand.Web.Tests.Rig;

/// <summary>A client of the live hub in SignalR's JSON protocol over a bare WebSocket.</summary>
internal sealed class HubClient : IDisposable
{
    private const byte End = 0x1e;
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    private readonly ClientWebSocket _socket = new();
    private readonly MemoryStream _received = new();
    private readonly byte[] _buffer = new byte[256 * 1024];
    private int _invocation;

    /// <summary>Connects and shakes hands; the key goes into Authorization, the origin as a browser would say it.</summary>
    public static async Task<HubClient> ConnectAsync(Uri server, string? key, string? origin = null, string? session = null)
    {
        HubClient client = new();
        if (key is not null)
        {
            client._socket.Options.SetRequestHeader("Authorization", "Bearer " + key);
        }

        if (session is not null)
        {
            client._socket.Options.SetRequestHeader("Cookie", "xhand_session=" + session);
        }

        if (origin is not null)
        {
            client._socket.Options.SetRequestHeader("Origin", origin);
        }

        using CancellationTokenSource limit = new(_patience);
        await client._socket.ConnectAsync(new Uri($"ws://{server.Authority}/live"), limit.Token);
        await client.SendAsync("""{"protocol":"json","version":1}""");
        Assert.Equal("{}", await client.MessageAsync());
        return client;
    }

    /// <summary>Calls a method and gives the error it ended with, or null.</summary>
    public async Task<string?> InvokeAsync(string method, params object?[] arguments)
    {
        string id = $"{++_invocation}";
        await SendAsync(JsonSerializer.Serialize(new { type = 1, invocationId = id, target = method, arguments }));
        while (true)
        {
            JsonElement message = await NextAsync(3);
            if (message.GetProperty("invocationId").GetString() == id)
            {
                return message.TryGetProperty("error", out JsonElement error) ? error.GetString() : null;
            }
        }
    }

    /// <summary>Calls a method without waiting for its end.</summary>
    public Task DoAsync(string method, params object?[] arguments) => SendAsync(JsonSerializer.Serialize(new { type = 1, target = method, arguments }));

    /// <summary>The next state that is sent.</summary>
    public async Task<(string Topic, long Version, JsonElement Items)> StateAsync()
    {
        JsonElement message = await NextAsync(1);
        Assert.Equal("state", message.GetProperty("target").GetString());
        JsonElement arguments = message.GetProperty("arguments");
        return (arguments[0].GetString()!, arguments[1].GetInt64(), arguments[2]);
    }

    /// <summary>Sends one message.</summary>
    public Task SendAsync(string message) =>
        _socket.SendAsync(new ArraySegment<byte>([.. Encoding.UTF8.GetBytes(message), End]), WebSocketMessageType.Text, true, CancellationToken.None);

    /// <summary>Reads on until the server ends the connection.</summary>
    public async Task EndsAsync()
    {
        using CancellationTokenSource limit = new(_patience);
        try
        {
            while ((await _socket.ReceiveAsync(new ArraySegment<byte>(_buffer), limit.Token)).MessageType != WebSocketMessageType.Close)
            {
                // What was still on its way.
            }
        }
        catch (WebSocketException)
        {
            // Ended without a farewell.
        }
    }

    private byte[] Received => _received.GetBuffer();

    public void Dispose()
    {
        _socket.Dispose();
        _received.Dispose();
    }

    /// <summary>The next message of that type; pings and what the others say are passed over.</summary>
    private async Task<JsonElement> NextAsync(int type)
    {
        while (true)
        {
            using JsonDocument document = JsonDocument.Parse(await MessageAsync());
            if (document.RootElement.TryGetProperty("type", out JsonElement found) && found.GetInt32() == type)
            {
                return document.RootElement.Clone();
            }
        }
    }

    private async Task<string> MessageAsync()
    {
        using CancellationTokenSource limit = new(_patience);
        int searched = 0;
        int end;
        while ((end = Received.AsSpan(searched, (int)_received.Length - searched).IndexOf(End)) < 0)
        {
            searched = (int)_received.Length;
            WebSocketReceiveResult read = await _socket.ReceiveAsync(new ArraySegment<byte>(_buffer), limit.Token);
            Assert.NotEqual(WebSocketMessageType.Close, read.MessageType);
            _received.Write(_buffer, 0, read.Count);
        }

        end += searched;
        string message = Encoding.UTF8.GetString(Received, 0, end);
        byte[] rest = Received[(end + 1)..(int)_received.Length];
        _received.SetLength(0);
        _received.Write(rest);
        return message;
    }
}
