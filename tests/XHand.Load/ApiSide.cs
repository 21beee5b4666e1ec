using System.Diagnostics;
using System.Net.Http.Headers;

namespace XHand.Load;

/// <summary>Asks the HTTP API so many times a second, beside the calls, from a thread of its own: what pages and programs ask, in turn.</summary>
internal sealed class ApiSide : IDisposable
{
    private static readonly string[] _paths =
    [
        "api/v1/calls", "api/v1/extensions", "api/v1/call-records?limit=50", "api/v1/registrations", "api/v1/call-records?number=2001&limit=50",
        "api/v1/status", "api/v1/extensions/2001", "api/v1/explain?from=2000&dial=2001", "api/v1/call-records?q=2001&limit=50", "api/v1/site",
    ];

    private readonly HttpClient _http;
    private readonly double _rate;
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _thread;
    private readonly Lock _counting = new();
    private readonly Percentiles _times = new();
    private readonly SortedDictionary<string, int> _others = new(StringComparer.Ordinal);
    private int _asked;

    public ApiSide(Uri server, string key, double rate)
    {
        _http = new HttpClient { BaseAddress = server, Timeout = TimeSpan.FromSeconds(10) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        _rate = rate;
        _thread = new Thread(Ask) { IsBackground = true, Name = "api" };
        _thread.Start();
    }

    /// <summary>Asks no more, waits for what is still under way, and says how it went.</summary>
    public void Report(Dictionary<string, object> figures)
    {
        _stop.Cancel();
        _thread.Join();
        SpinWait.SpinUntil(() => Answered() >= _asked, TimeSpan.FromSeconds(11));
        lock (_counting)
        {
            figures["apiAsked"] = _asked;
            figures["apiAnswered"] = _times.Count;
            figures["apiOtherwise"] = _others;
            figures["apiMsP50"] = _times.At(0.5);
            figures["apiMsP99"] = _times.At(0.99);
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _thread.Join();
        _http.Dispose();
        _stop.Dispose();
    }

    private int Answered()
    {
        lock (_counting)
        {
            return _times.Count + _others.Values.Sum();
        }
    }

    private void Ask()
    {
        Stopwatch clock = Stopwatch.StartNew();
        while (!_stop.IsCancellationRequested)
        {
            for (int due = (int)(clock.Elapsed.TotalSeconds * _rate); _asked < due; _asked++)
            {
                _ = AskAsync(_paths[_asked % _paths.Length]);
            }

            _stop.Token.WaitHandle.WaitOne(2);
        }
    }

    private async Task AskAsync(string path)
    {
        long began = Stopwatch.GetTimestamp();
        string? otherwise = null;
        try
        {
            using HttpResponseMessage answer = await _http.GetAsync(new Uri(path, UriKind.Relative));
            await answer.Content.ReadAsByteArrayAsync();
            otherwise = answer.IsSuccessStatusCode ? null : $"{(int)answer.StatusCode} {path}";
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            otherwise = e.GetType().Name;
        }

        lock (_counting)
        {
            if (otherwise is null)
            {
                _times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }
            else
            {
                _others[otherwise] = _others.GetValueOrDefault(otherwise) + 1;
            }
        }
    }
}
