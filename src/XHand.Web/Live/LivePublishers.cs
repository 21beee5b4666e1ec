using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using XHand.Web.Server;

namespace XHand.Web.Live;

/// <summary>One publisher for each topic of each audience that is or was watched.</summary>
internal sealed class LivePublishers(WebGate gate, IOptions<JsonOptions> json, LiveOptions options, TimeProvider time, ILogger<LivePublishers> log)
{
    private readonly ConcurrentDictionary<(LiveAudience Audience, string Topic), TopicPublisher> _publishers = new();
    private readonly JsonSerializerOptions _json = json.Value.SerializerOptions;
    private long _version;

    /// <summary>That topic's publisher for that audience; companies and topics are few, so it stays.</summary>
    public TopicPublisher Of(LiveAudience audience, LiveTopic topic)
    {
        LiveAudience same = audience with { SeesSystem = audience.SeesSystem && topic.IsOfSystemToo };
        return _publishers.GetOrAdd(
            (same, topic.Name), _ => new(topic, same, gate, _json, options, time, log, () => Interlocked.Increment(ref _version)));
    }
}
