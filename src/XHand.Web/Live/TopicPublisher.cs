using System.Text.Json;
using Microsoft.Extensions.Logging;
using XHand.Web.Server;

namespace XHand.Web.Live;

/// <summary>
/// Looks at one topic for one audience while somebody watches it, and offers its list to all watchers when it has changed. Several changes between two
/// looks are one state.
/// </summary>
internal sealed class TopicPublisher(
    LiveTopic topic, LiveAudience audience, WebGate gate, JsonSerializerOptions json, LiveOptions options, TimeProvider time, ILogger log, Func<long> nextVersion)
{
    private readonly Lock _changing = new();
    private readonly HashSet<LiveWatcher> _watchers = [];
    private LiveState? _last;
    private object? _looking;

    /// <summary>Adds a watcher, which gets the state that stands at once.</summary>
    public void Add(LiveWatcher watcher)
    {
        LiveState? now;
        lock (_changing)
        {
            _watchers.Add(watcher);
            now = _last;
            if (_looking is null)
            {
                _looking = new();
                _ = LookAsync(_looking);
            }
        }

        if (now is not null)
        {
            watcher.Offer(now);
        }
    }

    /// <summary>Takes a watcher away; without any, the looking ends.</summary>
    public void Remove(LiveWatcher watcher)
    {
        lock (_changing)
        {
            _watchers.Remove(watcher);
            if (_watchers.Count == 0)
            {
                (_looking, _last) = (null, null);
            }
        }
    }

    // Goes on until the last watcher has gone; whoever comes after that starts another.
    private async Task LookAsync(object looking)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        while (ReferenceEquals(Volatile.Read(ref _looking), looking))
        {
            await Task.Delay(Look(looking), time);
        }
    }

    private TimeSpan Look(object looking)
    {
        long began = time.GetTimestamp();
        try
        {
            byte[] items = gate.Parts is { } parts ? JsonSerializer.SerializeToUtf8Bytes(topic.Items(parts, audience), json) : "[]"u8.ToArray();
            LiveWatcher[] watchers = [];
            LiveState? now;
            lock (_changing)
            {
                if (!ReferenceEquals(_looking, looking) || (_last is { } last && last.Items.Utf8.AsSpan().SequenceEqual(items)))
                {
                    return Rest(items.Length, began);
                }

                _last = now = new(topic.Name, nextVersion(), new LiveItems(items));
                watchers = [.. _watchers];
            }

            Array.ForEach(watchers, watcher => watcher.Offer(now));
            return Rest(items.Length, began);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The next look may do better; whoever watches keeps what it has.
            log.LogError(e, "The list of the live topic {Topic} could not be made.", topic.Name);
            return options.SendLimit;
        }
    }

    private TimeSpan Rest(int bytes, long began)
    {
        TimeSpan forBytes = TimeSpan.FromSeconds((double)bytes / options.BytesASecond);
        TimeSpan forWork = time.GetElapsedTime(began) * options.RestPerWork;
        TimeSpan longest = forBytes > forWork ? forBytes : forWork;
        return longest > options.Pace ? longest : options.Pace;
    }
}
