using System.Collections.Concurrent;

namespace XHand.Calls.Live;

/// <summary>Live calls as published: the loop replaces one view at each change, readers sort on their own threads.</summary>
public sealed class LiveCalls
{
    private readonly ConcurrentDictionary<Guid, CallView> _views = new();

    /// <summary>Calls now.</summary>
    public int Count => _views.Count;

    /// <summary>Oldest first. Any thread.</summary>
    public IReadOnlyList<CallView> Snapshot() => [.. _views.Values.OrderBy(view => view.CallId)];

    internal void Publish(CallView view) => _views[view.CallId] = view;

    internal void Remove(Guid callId) => _views.TryRemove(callId, out _);
}
