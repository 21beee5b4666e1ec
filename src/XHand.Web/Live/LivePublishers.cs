using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using XHand.Web.Server;

namespace XHand.Web.Live;

/// <summary>One publisher for each topic of each company that is or was watched.</summary>
internal sealed class LivePublishers(WebGate gate, IOptions<JsonOptions> json, LiveOptions options, TimeProvider time, ILogger<LivePublishers> log)
{
    private readonly ConcurrentDictionary<(Guid Company, string Topic), TopicPublisher> _publishers = new();
    private readonly JsonSerializerOptions _json = json.Value.SerializerOptions;
    private long _version;

    /// <summary>That topic's publisher in that company; companies and topics are few, so it stays.</summary>
    public TopicPublisher Of(Guid company, LiveTopic topic) => _publishers.GetOrAdd(
        (company, topic.Name),
        _ => new(topic, company, gate, _json, options, time, log, () => Interlocked.Increment(ref _version)));
}
