using System.Collections.Concurrent;

namespace XHand.Calls.Live;

/// <summary>Trunks as published: the loop replaces one view at each change, readers sort on their own threads.</summary>
public sealed class LiveTrunks
{
    private readonly ConcurrentDictionary<Guid, TrunkStatus> _views = new();

    /// <summary>By name. Any thread.</summary>
    public IReadOnlyList<TrunkStatus> Snapshot() => [.. _views.Values.OrderBy(view => view.Name, StringComparer.Ordinal).ThenBy(view => view.Company)];

    /// <summary>Publishes a trunk. Loop thread only.</summary>
    public void Publish(Guid trunk, TrunkStatus view) => _views[trunk] = view;

    /// <summary>Takes it away. Loop thread only.</summary>
    public void Remove(Guid trunk) => _views.TryRemove(trunk, out _);
}
