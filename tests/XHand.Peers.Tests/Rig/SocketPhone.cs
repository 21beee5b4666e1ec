using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace XHand.Peers.Tests.Rig;

/// <summary>A browser's telephone reduced to its signalling: SIP written by hand over a secure WebSocket, registered with outbound (RFC 5626).</summary>
internal sealed partial class SocketPhone(Daemon daemon, string number, string instance) : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[32 * 1024];
    private readonly string _callId = Guid.NewGuid().ToString("N");
    private int _cseq;

    /// <summary>Its host: nobody can send there but by the connection.</summary>
    public string Host { get; } = $"{Guid.NewGuid():N}.invalid";

    /// <summary>Connects, registers, and returns the 200.</summary>
    public async Task<string> RegisterAsync()
    {
        _socket.Options.AddSubProtocol("sip");
#pragma warning disable CA5359 // The daemon's certificate is its own.
        _socket.Options.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(10));
        await _socket.ConnectAsync(new Uri($"wss://127.0.0.1:{daemon.HttpsPort}/sip"), limit.Token);
        Assert.Equal("sip", _socket.SubProtocol);
        await SendAsync(Register(""));
        string challenge = await ReadAsync();
        Assert.StartsWith("SIP/2.0 401", challenge, StringComparison.Ordinal);
        string realm = Field("realm", challenge);
        string nonce = Field("nonce", challenge);
        string uri = "sip:127.0.0.1";
        string response = Md5($"{Md5($"{number}:{realm}:{Daemon.PasswordOf(number)}")}:{nonce}:00000001:c:auth:{Md5($"REGISTER:{uri}")}");
        await SendAsync(Register(
            $"Authorization: Digest username=\"{number}\", realm=\"{realm}\", nonce=\"{nonce}\", uri=\"{uri}\", response=\"{response}\", algorithm=MD5, qop=auth, nc=00000001, cnonce=\"c\"\r\n"));
        return await ReadAsync();
    }

    /// <summary>Answers a request with its own headers and, with an answer to an INVITE, this body.</summary>
    public Task AnswerAsync(string request, string status, string tag = "", string body = "")
    {
        string headers = string.Concat(CopiedHeader().Matches(request).Select(match => match.Value.TrimEnd() + (tag.Length > 0 && match.Value.StartsWith("To:", StringComparison.Ordinal) && !match.Value.Contains(";tag=", StringComparison.Ordinal) ? $";tag={tag}\r\n" : "\r\n")));
        string contact = $"Contact: <sip:{number}@{Host};transport=ws;ob>\r\n" + (body.Length > 0 ? "Content-Type: application/sdp\r\n" : "");
        return SendAsync($"SIP/2.0 {status}\r\n{headers}{contact}Content-Length: {body.Length}\r\n\r\n{body}");
    }

    /// <summary>The next message.</summary>
    public async Task<string> ReadAsync()
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(10));
        WebSocketReceiveResult received = await _socket.ReceiveAsync(_buffer, limit.Token);
        return Encoding.UTF8.GetString(_buffer, 0, received.Count);
    }

    /// <summary>The connection goes without a word.</summary>
    public void Break() => _socket.Abort();

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private string Register(string authorization) =>
        "REGISTER sip:127.0.0.1 SIP/2.0\r\n"
        + $"Via: SIP/2.0/WSS {Host};branch=z9hG4bK{Guid.NewGuid():N}\r\nMax-Forwards: 70\r\n"
        + $"From: <sip:{number}@127.0.0.1>;tag=f\r\nTo: <sip:{number}@127.0.0.1>\r\nCall-ID: {_callId}\r\nCSeq: {++_cseq} REGISTER\r\n"
        + $"Contact: <sip:{number}@{Host};transport=ws;ob>;reg-id=1;+sip.instance=\"<urn:uuid:{instance}>\";expires=600\r\n"
        + $"Supported: path, gruu, outbound\r\n{authorization}Content-Length: 0\r\n\r\n";

    private Task SendAsync(string message) => _socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, true, CancellationToken.None);

    private static string Field(string name, string message) => Regex.Match(message, name + "=\"([^\"]*)\"").Groups[1].Value;

#pragma warning disable CA5351 // Digest as most phones speak it (RFC 2617).
    private static string Md5(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5351

    [GeneratedRegex("(?m)^(Via|From|To|Call-ID|CSeq|Record-Route):.*\\r\\n")]
    private static partial Regex CopiedHeader();
}
