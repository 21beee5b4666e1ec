using System.Collections.Concurrent;

namespace XHand.Calls.Live;

/// <summary>Registered phones as published: the loop replaces one view at each change, readers sort on their own threads.</summary>
public sealed class LiveRegistrations
{
    private readonly ConcurrentDictionary<Guid, RegistrationView> _views = new();

    /// <summary>Bindings now.</summary>
    public int Count => _views.Count;

    /// <summary>By number, then by time. Any thread.</summary>
    public IReadOnlyList<RegistrationView> Snapshot() =>
        [.. _views.Values.OrderBy(view => view.Number, StringComparer.Ordinal).ThenBy(view => view.RegisteredAt).ThenBy(view => view.Contact, StringComparer.Ordinal)];

    /// <summary>Publishes a binding. Loop thread only.</summary>
    public void Publish(Guid binding, RegistrationView view) => _views[binding] = view;

    /// <summary>Takes it away. Loop thread only.</summary>
    public void Remove(Guid binding) => _views.TryRemove(binding, out _);
}
